package social.godwit.instance.peers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting for what other processes do: asks again until it is so, fails at a deadline. */
final class Eventually {
    private static final Duration DEADLINE = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private Eventually() {}

    /** Waits until {@code assertion} holds; then its last failure is thrown. */
    static void eventually(ThrowingRunnable assertion) {
        within(DEADLINE, assertion);
    }

    /** As {@link #eventually(ThrowingRunnable)}, for what has a longer time of its own. */
    static void within(Duration deadline, ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(deadline)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .untilAsserted(assertion);
    }

    /** Waits until {@code source} has something and returns it. */
    static <T> T eventually(String what, Supplier<Optional<T>> source) {
        var found = new AtomicReference<T>();
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() -> {
                    source.get().ifPresent(found::set);
                    return found.get() != null;
                });
        return found.get();
    }
}
