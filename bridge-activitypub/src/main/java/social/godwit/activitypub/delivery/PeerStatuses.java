package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;

/** How delivery stands, for operators. */
public interface PeerStatuses {
    /** Hosts in alphabetical order, those after {@code after} if given; at most {@code limit}, 1 to 500. */
    Uni<List<PeerStatus>> page(Optional<String> after, int limit);

    /** One host. */
    Uni<Optional<PeerStatus>> find(String host);

    /** Totals. */
    Uni<Totals> totals();

    /** Makes {@code host} due at once, as after a repair on its side. False when nothing is known of it. */
    Uni<Boolean> retryNow(String host);

    /**
     * Totals over all hosts.
     *
     * @param peers hosts with a queue
     * @param failing hosts that nothing gets through to at present
     * @param waiting activities that wait, each counted once a host
     */
    record Totals(long peers, long failing, long waiting) {}
}
