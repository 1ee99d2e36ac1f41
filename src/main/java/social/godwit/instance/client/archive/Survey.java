package social.godwit.instance.client.archive;

import java.util.Map;

/**
 * What an archive's outbox holds.
 *
 * @param posts all posts
 * @param privatePosts those among them that were for nobody but who was mentioned
 * @param passed items that are nothing to bring along, by what they are
 * @param files attached files
 * @param films those among them that are film or sound
 * @param missing those among them that the archive does not have
 */
public record Survey(
        long posts, long privatePosts, long boosts, Map<String, Long> passed, long files, long films, long missing) {
    public Survey {
        passed = Map.copyOf(passed);
    }
}
