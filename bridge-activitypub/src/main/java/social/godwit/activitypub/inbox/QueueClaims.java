package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The far end of the queue, for whoever applies the effects. Everything here runs inside the caller's transaction: what
 * is claimed is nobody else's until it ends, and comes back when it is rolled back.
 */
public interface QueueClaims {
    /** How often an activity may fail before it is parked. */
    int ATTEMPTS_MAX = 8;

    /**
     * Takes the next activities of up to half of the shards that nobody else is working on, in order per actor. Actors
     * with an earlier activity that waits for another attempt are passed over.
     *
     * @param rotation differs from call to call, so that every shard gets its turn
     * @param limit how many at most
     * @param passedOver actors (as compared) to leave alone this time
     */
    Uni<List<Queued>> claim(int rotation, int limit, Set<String> passedOver);

    /** Claims just this one, if it is still there and its shard is free. */
    Uni<List<Queued>> claimOne(Place place);

    /** Takes these out of the queue: their effects are part of this transaction. */
    Uni<Void> done(Collection<Place> places);

    /** Frees memory that {@code places} hold; after the commit that took them out. */
    void forget(Collection<Place> places);

    /** Counts a failure: the activity is tried again after {@code pause}, or parked with {@code reason} after the last. */
    Uni<Void> failed(Queued queued, String reason, Duration pause);
}
