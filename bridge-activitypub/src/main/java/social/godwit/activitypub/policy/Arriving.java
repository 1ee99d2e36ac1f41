package social.godwit.activitypub.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A post that is about to be kept, as filters look at it.
 *
 * @param id as compared
 * @param author as compared
 * @param text its words, its content warning and its title, without markup
 * @param hosts where its links lead, without links of mentions; lower case
 * @param mentions how many it names
 * @param media the hashes of its media, as multibase, as far as the post says them
 * @param languages language tags that it says of itself, lower case
 * @param firstContact true when it names somebody here and nobody whom it names here follows its author
 * @param knownSince when the first post of its author came that is known here; empty when this is the first
 * @param at when it arrived
 */
public record Arriving(
        String id,
        String author,
        String text,
        Set<String> hosts,
        int mentions,
        Set<String> media,
        Set<String> languages,
        boolean firstContact,
        Optional<Instant> knownSince,
        Instant at) {
    public Arriving {
        hosts = Set.copyOf(hosts);
        media = Set.copyOf(media);
        languages = Set.copyOf(languages);
    }

    /** For how many whole days its author has been known here. */
    public int knownDays() {
        return knownSince
                .map(since -> Math.clamp(Duration.between(since, at).toDays(), 0, Short.MAX_VALUE))
                .orElse(0);
    }
}
