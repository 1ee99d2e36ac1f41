package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Supplier;

/**
 * A set of items as reconciliation asks it. Every question is asked for many places at once, so that a set in a database answers in few
 * statements; what it reads grows with the logarithm of the set.
 */
public interface ItemSet {
    /** What lies before each of the bounds. Bounds ascend. */
    Uni<List<Tally>> before(List<Bound> bounds);

    /** The items at these places, counted from 0, and what lies before each. Places ascend, all below the number of items. */
    Uni<List<Placed>> at(List<Long> places);

    /** The items of each range, in order; at most {@code limit} altogether, so the later lists may be cut short or empty. */
    Uni<List<List<Item>>> in(List<Range> ranges, int limit);

    /** Runs questions that belong together, between which the set must not change. */
    default <T> Uni<T> unchanging(Supplier<Uni<T>> questions) {
        return Uni.createFrom().deferred(questions::get);
    }

    /** An item and what lies before it. */
    record Placed(Item item, Tally before) {}

    /** From a bound up to another. */
    record Range(Bound from, Bound to) {}
}
