package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;

/** The durable queue between an inbox and the effects. Also for recipients on this instance, without HTTP. */
public interface InboxQueue {
    /**
     * Keeps the activity for good: when this completes it is committed, and its effects will be applied exactly once.
     * Calls that arrive together share one transaction.
     */
    Uni<Outcome> accept(Arrival arrival);

    /** What became of an arrival. */
    enum Outcome {
        /** Kept and queued. */
        QUEUED,
        /** The same activity by the same actor was kept before. */
        DUPLICATE,
        /** An activity of this id, but with other bytes or another actor, was kept before: the first one stands. */
        CONFLICT,
        /** Too many wait already; nothing was kept, the sender may try again later. */
        OVERLOADED
    }
}
