package social.godwit.activitypub.notification;

import java.time.Instant;
import java.util.Optional;

/**
 * Something an owner is told.
 *
 * @param key unique for the account, made from what caused it
 * @param type why
 * @param actor who caused it, as it is compared
 * @param object the post or actor concerned, as it is compared
 * @param activity the id of the activity, as written
 * @param content the emoji of a reaction, where an actor moved to, what moderators or a network say
 * @param at when it arrived here
 */
public record Notification(
        String key,
        Type type,
        String actor,
        Optional<String> object,
        String activity,
        Optional<String> content,
        Instant at) {
    /** Why an owner is told. */
    public enum Type {
        /** A post names the owner. */
        MENTION,
        /** A post answers one of the owner's. */
        REPLY,
        /** Somebody follows. */
        FOLLOW,
        /** Somebody asks to follow. */
        FOLLOW_REQUEST,
        /** A request of the owner's was accepted. */
        FOLLOW_ACCEPTED,
        /** A post of the owner's is liked. */
        LIKE,
        /** A post of the owner's is boosted. */
        BOOST,
        /** Somebody reacted with an emoji. */
        REACTION,
        /** A poll in which the owner voted, or which the owner made, has ended. */
        POLL_ENDED,
        /** A post that the owner boosted was edited. */
        EDIT,
        /** A post quotes one of the owner's. */
        QUOTE,
        /** Somebody asks to quote a post of the owner's. */
        QUOTE_REQUEST,
        /** Somebody whom the owner follows has moved. */
        MOVE,
        /** Moderators of this instance decided something about the account, or write to its owner. */
        MODERATION,
        /** Something in a network waits for the owner's signature, or was accounted for. */
        NETWORK;

        /** Whether it is told in words of this instance, and so whatever the owner hides. */
        public boolean ofTheHouse() {
            return this == MODERATION || this == NETWORK;
        }
    }
}
