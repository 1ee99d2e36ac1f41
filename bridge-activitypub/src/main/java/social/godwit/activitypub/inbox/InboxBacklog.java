package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** How much of what was accepted still waits for its effects, for operators. */
public interface InboxBacklog {
    /** The backlog now. */
    Uni<Seen> read();

    /**
     * The backlog at one moment.
     *
     * @param waiting activities that wait
     * @param oldest since when the oldest of them waits
     * @param parked activities that failed too often and are kept aside
     */
    record Seen(long waiting, Optional<Instant> oldest, long parked) {}
}
