package social.godwit.activitypub.remote;

/** How the search for a handle ended. */
public sealed interface HandleLookup {
    /**
     * The handle belongs to an actor, and the host of the handle says so.
     *
     * @param handle {@code name@host} as the host spells it
     * @param actor the actor's id
     */
    record Found(String handle, String actor) implements HandleLookup {}

    /** There is no such handle. */
    record NotFound(String detail) implements HandleLookup {}

    /** Nobody answered in time. */
    record Unavailable(String detail) implements HandleLookup {}
}
