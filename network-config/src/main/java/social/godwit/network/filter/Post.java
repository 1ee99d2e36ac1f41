package social.godwit.network.filter;

import java.util.Set;

/**
 * A post as filters look at it.
 *
 * @param words see {@link Spelling#of}
 * @param hosts where its links lead, lower case
 * @param mentions how many it names
 * @param media hashes of its media, as multibase
 * @param languages tags, lower case
 * @param firstContact whether it names people here, of whom nobody follows its author
 * @param knownDays for how many days its author has been known here
 */
public record Post(
        String words,
        Set<String> hosts,
        int mentions,
        Set<String> media,
        Set<String> languages,
        boolean firstContact,
        int knownDays) {
    public Post {
        hosts = Set.copyOf(hosts);
        media = Set.copyOf(media);
        languages = Set.copyOf(languages);
    }
}
