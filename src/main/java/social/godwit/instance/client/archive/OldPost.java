package social.godwit.instance.client.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A post as an archive has it.
 *
 * @param id its id at the old server
 * @param page where it could be read there
 * @param published when it was first published
 * @param audience for whom it was
 * @param html the text
 * @param hashtags without {@code #}, with the address that the text links each to at the old server
 * @param parent the id of what it answers
 */
record OldPost(
        String id,
        Optional<String> page,
        Instant published,
        Optional<Instant> updated,
        Readers audience,
        String html,
        Optional<String> warning,
        boolean sensitive,
        Optional<String> language,
        Map<String, String> hashtags,
        List<File> files,
        Optional<Poll> poll,
        Optional<String> parent) {
    OldPost {
        files = List.copyOf(files);
    }

    /** For whom a post was. */
    enum Readers {
        PUBLIC,
        UNLISTED,
        FOLLOWERS,
        /** Those who were mentioned. They are not told again: here, it is the owner's alone. */
        PRIVATE
    }

    /**
     * An attached file.
     *
     * @param path where the archive says that it lies
     * @param mediaType as the old server says, lower case
     */
    record File(String path, String mediaType, String description) {}

    /** A poll with its votes. */
    record Poll(List<Option> options, boolean multiple, Optional<Instant> end, long voters) {
        Poll {
            options = List.copyOf(options);
        }
    }

    /** One answer of a poll. */
    record Option(String name, long votes) {}

    /** A boost of somebody's post, or of the owner's own. */
    record Boost(String id, Instant published, String object) {}
}
