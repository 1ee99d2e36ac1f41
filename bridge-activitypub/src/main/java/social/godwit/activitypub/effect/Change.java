package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.List;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.notification.Notification;

/**
 * One thing that an activity changes. Handlers decide them; a batch of them is written with a few statements. Every
 * change is idempotent. Accounts are DIDs as text, ids are as compared.
 */
sealed interface Change {
    /** A post is kept, or a newer version of it. */
    record NoteKept(NoteRow note) implements Change {}

    /** A post and its words are gone for good. */
    record NoteDeleted(String id, String author, boolean local, Instant at) implements Change {}

    /** A post that should be fetched. */
    record NoteWanted(String id) implements Change {}

    /** A like, boost or reaction. */
    record Interacted(Interaction interaction, boolean isPublic) implements Change {}

    /** It is taken back. */
    record Retracted(String object, Interaction.Kind kind, String actor, String content) implements Change {}

    /** An Undo came before what it undoes, which will be passed over. */
    record UndoneAhead(String activity, String actor, Instant at) implements Change {}

    record FollowerPut(String account, Follower follower) implements Change {}

    /** Somebody on the server with this authority follows the account by its present address. */
    record AddressKnown(String account, String host) implements Change {}

    record FollowerDropped(String account, String actor) implements Change {}

    record FollowedPut(String account, Followed followed) implements Change {}

    record FollowedDropped(String account, String actor) implements Change {}

    record ShunnedPut(String account, Shunned shunned) implements Change {}

    record ShunnedDropped(String account, Shunned.Kind kind, String target) implements Change {}

    record BlockedByPut(String account, String actor, String activity, Instant since) implements Change {}

    record BlockedByDropped(String account, String actor) implements Change {}

    /** An actor's Move is believed. */
    record Moved(String actor, String target, Instant at) implements Change {}

    record PollPut(PollRow poll) implements Change {}

    record Voted(String question, String actor, String option, String activity, Instant at) implements Change {}

    record Notified(String account, Notification notification) implements Change {}

    record NotificationDropped(String account, String key) implements Change {}

    record CollectedPut(String collection, String item, String spelling, String activity, Instant added)
            implements Change {}

    record CollectedDropped(String collection, String item) implements Change {}

    record CollectionPut(String account, String id, String name) implements Change {}

    record CollectionDropped(String account, String id) implements Change {}

    record Reported(String id, String reporter, List<String> objects, String content, Instant at) implements Change {
        public Reported {
            objects = List.copyOf(objects);
        }
    }

    /** An answer that only the owner can sign. */
    record UnsignedPut(String account, String id, String type, String cause, Instant since) implements Change {}

    record UnsignedDropped(String account, String id) implements Change {}

    /** The activity belongs into this account's inbox. */
    record Received(String account) implements Change {}

    /** An answer of this instance's own. */
    record Sent(Outgoing outgoing) implements Change {}

    /** A post is hidden here until somebody decides about it. */
    record Withheld(String id) implements Change {}

    /** What filters look at of a post that has just come. */
    record Recent(RecentRow row) implements Change {}

    /** An actor is gone with all that is known of it. */
    record ActorErased(String actor, Instant at) implements Change {}

    /** An owner deleted the account. */
    record AccountErased(String account, String actor, Instant at) implements Change {}
}
