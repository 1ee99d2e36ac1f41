package social.godwit.instance.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.store.Timers;

@DisplayName("A series of runs that somebody wakes")
class VertxTimersTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration NEVER = Duration.ofHours(1);
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<CompletableFuture<Void>> runs = new ArrayBlockingQueue<>(100);
    private final Timers.Timer series = new VertxTimers(VERTX).every(NEVER, "work of a test", () -> {
        var run = new CompletableFuture<Void>();
        runs.add(run);
        return Uni.createFrom().completionStage(run);
    });

    @AfterAll
    static void close() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<Void> run() throws InterruptedException {
        CompletableFuture<Void> run = runs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(run).as("a run").isNotNull();
        return run;
    }

    @Test
    @DisplayName("runs at once, and however often it is woken while it runs, once more")
    void runsOnceMore() throws InterruptedException {
        series.wake();
        CompletableFuture<Void> first = run();
        for (int i = 0; i < 1_000; i++) {
            series.wake();
        }
        assertThat(runs).as("beside the first").isEmpty();
        first.complete(null);
        run().complete(null);
        assertThat(runs.poll(100, TimeUnit.MILLISECONDS)).as("a third").isNull();
        series.cancel();
    }

    @Test
    @DisplayName("can be woken after a run that failed")
    void afterAFailure() throws InterruptedException {
        series.wake();
        run().completeExceptionally(new IllegalStateException("meant to fail"));
        CompletableFuture<Void> next = null;
        while (next == null) {
            series.wake(); // it rests a moment after the failure
            next = runs.poll(10, TimeUnit.MILLISECONDS);
        }
        next.complete(null);
        series.cancel();
    }
}
