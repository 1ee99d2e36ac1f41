package social.godwit.store.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/** What happened, for whoever looks at a failing seed. */
final class Trace {
    private static final int MOST = 5_000;

    private final SimulatedTime time;
    private final boolean kept;
    private final Deque<String> lines = new ArrayDeque<>();

    Trace(SimulatedTime time, boolean kept) {
        this.time = time;
        this.kept = kept;
    }

    void note(Supplier<String> what) {
        if (kept) {
            if (lines.size() == MOST) {
                lines.removeFirst();
            }
            Duration since = Duration.between(SimulatedTime.BEGIN, time.instant());
            lines.add(since + " " + what.get());
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
