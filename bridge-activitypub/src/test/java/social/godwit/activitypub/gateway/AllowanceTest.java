package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Row 63 of the checklist: limits themselves are limited. */
class AllowanceTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));
    private final Allowance allowance = new Allowance(now::get, 5, Duration.ofMinutes(5));

    @Test
    void grantsABurstAndThenOneUseForEachPartOfTheWindow() {
        for (int i = 0; i < 5; i++) {
            assertThat(allowance.take("a")).isZero();
        }
        assertThat(allowance.take("a")).isEqualTo(Duration.ofMinutes(1));
        assertThat(allowance.take("b")).isZero();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        assertThat(allowance.take("a")).isZero();
        assertThat(allowance.take("a")).isPositive();
    }

    @Test
    void aRefusedUseCostsNothing() {
        assertThat(allowance.take("a", 5)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.take("a")).isPositive();
        }
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
        assertThat(allowance.take("a", 5)).isZero();
    }

    @Test
    void forgetsTheKeyUnusedForLongestWhenThereAreTooMany() {
        for (int i = 0; i < 5; i++) {
            allowance.take("first");
        }
        for (int i = 0; i <= Allowance.KEYS_MAX; i++) {
            allowance.take("stranger " + i);
        }
        assertThat(allowance.take("first")).isZero();
    }
}
