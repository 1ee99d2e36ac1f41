package social.godwit.activitypub.follow;

import java.time.Instant;

/**
 * Somebody, or a host, that an owner does not want to see.
 *
 * @param kind how
 * @param target the actor's id as it is compared, or a host in lower case
 * @param activity the id of the owner's Block or Ignore
 * @param since when it was received
 */
public record Shunned(Kind kind, String target, String activity, Instant since) {
    /** How an owner shuns. */
    public enum Kind {
        /** A Block of an actor: no follow, no notification, nothing shown either way. */
        BLOCK,
        /** An Ignore of an actor: nothing shown to the owner; the other is not told. */
        MUTE,
        /** A Block of a host: as a Block of everybody there. */
        DOMAIN
    }
}
