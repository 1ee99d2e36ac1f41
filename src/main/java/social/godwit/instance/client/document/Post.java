package social.godwit.instance.client.document;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.instance.client.media.MediaFile;

/**
 * A post before it is a document.
 *
 * @param name its own name
 * @param published when it was first published
 * @param updated when it was changed, for an edit
 * @param text what was typed, and the HTML made from it
 * @param warning what is shown before the text is opened
 * @param language a BCP 47 tag
 */
public record Post(
        TimeId name,
        Instant published,
        Optional<Instant> updated,
        Audience audience,
        Text text,
        Optional<String> warning,
        String language,
        List<Mention> mentions,
        List<String> hashtags,
        List<Attachment> attachments,
        Optional<Poll> poll,
        Optional<Parent> parent,
        Quotes quotes) {
    public Post {
        mentions = List.copyOf(mentions);
        hashtags = List.copyOf(hashtags);
        attachments = List.copyOf(attachments);
    }

    /** The text in both forms. */
    public record Text(String markdown, String html) {}

    /**
     * Somebody whom the post names.
     *
     * @param id the actor's id
     * @param handle {@code name@host}
     * @param page where people see the actor; the id when nothing else is known
     */
    public record Mention(String id, String handle, String page) {}

    /**
     * A file that is uploaded already.
     *
     * @param description for those who cannot see it; may be empty
     */
    public record Attachment(MediaFile file, Sha256 hash, String url, String description) {}

    /** A question with answers to choose from. */
    public record Poll(List<String> options, boolean multiple, Instant end) {
        public Poll {
            options = List.copyOf(options);
        }
    }

    /**
     * What the post answers.
     *
     * @param author the id of who wrote it
     * @param context the conversation's collection, when its first author named one
     */
    public record Parent(String id, String author, Optional<String> context) {}

    /** Who may quote the post without asking. */
    public enum Quotes {
        ANYONE,
        FOLLOWERS,
        NOBODY
    }
}
