package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.VirtualTimers;

class NudgesTest {
    private final TestClock clock = new TestClock();
    private final Instant begin = clock.instant();
    private final VirtualTimers timers = new VirtualTimers(clock);
    private final List<Long> looks = new ArrayList<>();
    private final Nudges nudges = new Nudges(timers, clock, () -> looks.add(now()));

    private long now() {
        return Duration.between(begin, clock.instant()).toMillis();
    }

    private void pass(int millis) {
        timers.pass(Duration.ofMillis(millis));
    }

    @Test
    @DisplayName("after a lone document it looks soon, then until a slow transaction has ended, then no more")
    void looksSoon() {
        nudges.stored();
        pass(1_000);
        assertThat(looks).containsExactly(25L, 125L, 225L);
    }

    @Test
    @DisplayName("when something is stored all the time it looks ten times a second")
    void looksTenTimesASecond() {
        for (int i = 0; i < 1_000; i++) {
            nudges.stored();
            pass(1);
        }
        assertThat(looks).hasSize(10);
        pass(1_000);
        assertThat(looks.getLast()).as("after the last one too").isBetween(1_100L, 1_300L);
    }

    @Test
    @DisplayName("whatever comes shortly after a look waits for the next")
    void keepsItsPace() {
        nudges.stored();
        pass(230);
        nudges.stored();
        pass(1_000);
        assertThat(looks).startsWith(25L, 125L, 225L, 325L);
    }
}
