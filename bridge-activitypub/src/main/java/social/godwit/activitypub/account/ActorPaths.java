package social.godwit.activitypub.account;

import java.util.Optional;

/**
 * Where the parts of an account lie, as paths of its canonical ids, each beginning with {@code /}. No path is fixed by
 * name: these are what the actor document registered.
 */
public record ActorPaths(
        String actor,
        String inbox,
        String outbox,
        Optional<String> followers,
        Optional<String> following,
        Optional<String> featured,
        Optional<String> liked) {
    /** Where a host is told which of its people follow the account (FEP-8fcf). */
    public Optional<String> synchronization() {
        return followers.map(path -> path + "_synchronization");
    }

    /** What lies at {@code path}. */
    public Role roleOf(String path) {
        if (path.equals(actor)) {
            return Role.ACTOR;
        } else if (path.equals(inbox)) {
            return Role.INBOX;
        } else if (path.equals(outbox)) {
            return Role.OUTBOX;
        } else if (followers.filter(path::equals).isPresent()) {
            return Role.FOLLOWERS;
        } else if (following.filter(path::equals).isPresent()) {
            return Role.FOLLOWING;
        } else if (featured.filter(path::equals).isPresent()) {
            return Role.FEATURED;
        } else if (liked.filter(path::equals).isPresent()) {
            return Role.LIKED;
        }
        return Role.DOCUMENT;
    }

    /** The parts that an actor document names. */
    public enum Role {
        ACTOR,
        INBOX,
        OUTBOX,
        FOLLOWERS,
        FOLLOWING,
        FEATURED,
        LIKED,
        /** None of the above: a document of its own, or nothing. */
        DOCUMENT
    }
}
