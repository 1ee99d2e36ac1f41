package social.godwit.instance.wiring;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import social.godwit.store.Timers;

/** {@link Timers} on Vert.x. Every run has a context of its own, as database sessions want it. */
@ApplicationScoped
class VertxTimers implements Timers {
    private static final Logger LOG = Logger.getLogger(VertxTimers.class);

    private final Vertx vertx;

    VertxTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
        var series = new Series(interval, name, work);
        series.schedule();
        return series;
    }

    @Override
    public Uni<Void> after(Duration delay) {
        return Uni.createFrom().emitter(emitter -> {
            long id = vertx.setTimer(Math.max(1, delay.toMillis()), fired -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(id));
        });
    }

    private final class Series implements Timer {
        private final Duration interval;
        private final String name;
        private final Supplier<Uni<Void>> work;
        private final Context home = vertx.getOrCreateContext();

        // The fields below are read and written under the lock of this object.
        private boolean running;
        private boolean wanted;
        private boolean cancelled;
        private long timer = -1;

        Series(Duration interval, String name, Supplier<Uni<Void>> work) {
            this.interval = interval;
            this.name = name;
            this.work = work;
        }

        synchronized void schedule() {
            if (!cancelled) {
                timer = vertx.setTimer(Math.max(1, interval.toMillis()), fired -> run());
            }
        }

        @Override
        public synchronized void wake() {
            if (cancelled) {
                return;
            }
            if (running) {
                wanted = true;
            } else {
                run();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            vertx.cancelTimer(timer);
        }

        private synchronized void run() {
            if (running || cancelled) {
                return;
            }
            vertx.cancelTimer(timer);
            running = true;
            wanted = false;
            Context fresh = VertxContext.createNewDuplicatedContext(home);
            VertxContextSafetyToggle.setContextSafe(fresh, true);
            fresh.runOnContext(
                    ignored -> Uni.createFrom().deferred(work::get).subscribe().with(done -> ended(null), this::ended));
        }

        private synchronized void ended(@Nullable Throwable failure) {
            if (failure != null) {
                LOG.warnf(failure, "%s failed; it goes on in %s", name, interval);
            }
            running = false;
            if (wanted && failure == null) {
                run();
            } else {
                schedule();
            }
        }
    }
}
