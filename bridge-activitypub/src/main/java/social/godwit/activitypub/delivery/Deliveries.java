package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;

/** The way out for activities. */
public interface Deliveries {
    /**
     * Keeps {@code outgoing} for delivery, inside the caller's transaction: when that commits, it will reach every inbox
     * that can be reached within 30 days, in the order in which activities were enqueued, and nothing else has to be
     * done. An activity id that is enqueued again for the same account goes only to recipients that it had not before.
     */
    Uni<Void> enqueue(Outgoing outgoing);

    /**
     * Starts the work at once instead of at the next look into the queue (at most a second later). Call it after the
     * commit; a call that is forgotten costs time, nothing else.
     */
    void wake();
}
