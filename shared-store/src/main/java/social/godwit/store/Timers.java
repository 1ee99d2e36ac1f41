package social.godwit.store;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Supplier;

/** The one way to run something later or again and again. Injected, so that a simulation can own time. */
public interface Timers {
    /**
     * Runs {@code work} every {@code interval}, never two runs at once: the next is due when the last has ended. A
     * failed run is logged and does not end the series.
     */
    Timer every(Duration interval, String name, Supplier<Uni<Void>> work);

    /** Completes after {@code delay}. */
    Uni<Void> after(Duration delay);

    /** A running series. */
    interface Timer {
        /** Runs now instead of waiting for the interval; many calls before the run count as one. */
        void wake();

        /** Ends the series; a run under way finishes. */
        void cancel();
    }
}
