package social.godwit.activitypub.interaction;

import java.time.Instant;

/**
 * One actor's like, boost or reaction.
 *
 * @param kind which
 * @param object the post, as it is compared
 * @param actor who, as it is compared
 * @param activity the id of the Like, Announce or EmojiReact, as written
 * @param content the emoji of a reaction, else empty
 * @param at when, never later than its arrival here
 */
public record Interaction(Kind kind, String object, String actor, String activity, String content, Instant at) {
    /** What can be done to a post. */
    public enum Kind {
        /** A Like without an emoji. */
        LIKE,
        /** An Announce. */
        SHARE,
        /** An EmojiReact, or a Like with an emoji as its content. */
        REACTION
    }
}
