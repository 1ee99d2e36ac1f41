package social.godwit.activitypub.remote;

/** How the search for an actor ended. */
public sealed interface ActorLookup {
    /**
     * The actor.
     *
     * @param stale true when the document is older than a day and could not be refreshed
     */
    record Found(RemoteActor actor, boolean stale) implements ActorLookup {}

    /** Its origin says that it is gone for good (410 or a Tombstone). */
    record Gone() implements ActorLookup {}

    /** There is no such actor that we would believe. */
    record NotFound(String detail) implements ActorLookup {}

    /** Nobody answered in time, and nothing is remembered. */
    record Unavailable(String detail) implements ActorLookup {}
}
