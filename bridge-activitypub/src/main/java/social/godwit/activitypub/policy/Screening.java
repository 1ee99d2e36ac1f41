package social.godwit.activitypub.policy;

import java.util.Optional;

/**
 * What filters say to a post.
 *
 * @param effect what becomes of it at once; whatever else a hit does, moderators' decisions do
 * @param hits which filters hit and why, for the case of its author; empty when none did
 * @param words its words in the spelling that filters search, a space around each
 */
public record Screening(Effect effect, Optional<String> hits, String words) {
    /** Nobody looked at it. */
    public static final Screening NONE = new Screening(Effect.TAKEN, Optional.empty(), " ");

    /** From none to strongest. */
    public enum Effect {
        /** As any other post. */
        TAKEN,
        /** Kept, and nobody is told of it. */
        QUIET,
        /** Kept and hidden, until somebody decides about it. */
        WITHHELD
    }
}
