package social.godwit.activitypub.follow;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody whom an account here follows or has asked to follow.
 *
 * @param actor the followed actor's id as it is compared
 * @param spelling the id as the owner's Follow wrote it
 * @param follow the id of the owner's Follow, as written
 * @param state how far it got
 * @param movedTo where the followed actor has moved, once its Move was believed; the owner's client follows there
 * @param since when the Follow was sent or accepted
 */
public record Followed(
        String actor, String spelling, String follow, State state, Optional<String> movedTo, Instant since) {
    /** The states of a Follow of ours. */
    public enum State {
        /** Sent; nothing is assumed before its own Accept arrives. */
        PENDING,
        /** The followed actor accepted this very Follow. */
        ACCEPTED,
        /** The followed actor refused or ended it. */
        REJECTED
    }
}
