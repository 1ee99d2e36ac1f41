package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Actors and owners of keys as they were last seen. */
interface ActorMemory {
    /** The actor whose canonical id this is. */
    Uni<Optional<Remembered>> find(String canonicalId);

    /** Remembers {@code remembered} in place of what was known of the same id. */
    Uni<Void> save(Remembered remembered);

    /** Notes that somebody tried to refresh the actor, in vain. */
    Uni<Void> tried(String canonicalId, Instant at);

    /** The actor that a key id without a fragment led to. */
    Uni<Optional<String>> owner(String keyId);

    /** Remembers which actor a key id led to. */
    Uni<Void> saveOwner(String keyId, String actor, Instant at);

    /** Forgets what nobody asked for in a long time, and the oldest beyond the limits; tells how many rows. */
    Uni<Integer> upkeep(Instant now);

    /**
     * An actor as last seen.
     *
     * @param gone whether its origin says that it is gone for good; the document is then the last one known
     * @param fetched when the document was last seen to be so
     * @param checked when it was last asked for
     */
    record Remembered(RemoteActor actor, boolean gone, Instant fetched, Instant checked) {}
}
