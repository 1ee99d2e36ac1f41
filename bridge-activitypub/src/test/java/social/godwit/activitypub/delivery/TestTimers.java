package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import social.godwit.store.Timers;

/** Timers on threads of their own. */
final class TestTimers implements Timers, AutoCloseable {
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "test-timers");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
        var series = new Series(work);
        threads.scheduleWithFixedDelay(series::wake, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return series;
    }

    @Override
    public Uni<Void> after(Duration delay) {
        return Uni.createFrom()
                .emitter(emitter ->
                        threads.schedule(() -> emitter.complete(null), delay.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Series implements Timer {
        private final Supplier<Uni<Void>> work;
        private boolean running;
        private boolean wanted;
        private boolean cancelled;

        Series(Supplier<Uni<Void>> work) {
            this.work = work;
        }

        @Override
        public synchronized void wake() {
            if (cancelled || threads.isShutdown()) {
                return;
            }
            if (running) {
                wanted = true;
                return;
            }
            running = true;
            wanted = false;
            threads.execute(
                    () -> Uni.createFrom().deferred(work::get).subscribe().with(done -> ended(), failure -> ended()));
        }

        private synchronized void ended() {
            running = false;
            if (wanted) {
                wake();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
        }
    }
}
