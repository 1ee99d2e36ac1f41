package social.godwit.store.testing;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import social.godwit.store.Timers;

/** Timers for whom time passes when a test says so; what is woken begins at once. */
public final class VirtualTimers implements Timers {
    private static final Duration STEP = Duration.ofMillis(1);

    private final TestClock clock;
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));

    private record Due(Instant at, Runnable what) {}

    /** Over the clock that everybody else looks at. */
    public VirtualTimers(TestClock clock) {
        this.clock = clock;
    }

    /** Lets time pass, millisecond by millisecond, and runs what is due. */
    public void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            clock.advance(STEP);
            for (Due next = next(); next != null; next = next()) {
                next.what.run();
            }
        }
    }

    private synchronized @Nullable Due next() {
        return due.isEmpty() || due.peek().at.isAfter(clock.instant()) ? null : due.remove();
    }

    private synchronized void plan(Duration delay, Runnable what) {
        due.add(new Due(clock.instant().plus(delay), what));
    }

    @Override
    public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
        var series = new Series(interval, work);
        series.rest();
        return series;
    }

    @Override
    public Uni<Void> after(Duration delay) {
        return delay.isPositive()
                ? Uni.createFrom().emitter(emitter -> plan(delay, () -> emitter.complete(null)))
                : Uni.createFrom().voidItem();
    }

    private final class Series implements Timer {
        private final Duration interval;
        private final Supplier<Uni<Void>> work;
        private boolean running;
        private boolean wanted;
        private boolean cancelled;
        /** Which rest it is in: one that was woken from is over. */
        private int rests;

        Series(Duration interval, Supplier<Uni<Void>> work) {
            this.interval = interval;
            this.work = work;
        }

        synchronized void rest() {
            int rest = ++rests;
            plan(interval, () -> over(rest));
        }

        private void over(int rest) {
            synchronized (this) {
                if (rest != rests) {
                    return;
                }
            }
            wake();
        }

        @Override
        public void wake() {
            synchronized (this) {
                wanted = true;
                if (running || cancelled) {
                    return;
                }
                running = true;
                wanted = false;
                rests++;
            }
            Uni.createFrom().deferred(work::get).subscribe().with(done -> ended(false), failure -> ended(true));
        }

        private void ended(boolean failed) {
            boolean again;
            synchronized (this) {
                running = false;
                again = wanted && !failed;
            }
            if (again) {
                wake();
            } else {
                rest();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
        }
    }
}
