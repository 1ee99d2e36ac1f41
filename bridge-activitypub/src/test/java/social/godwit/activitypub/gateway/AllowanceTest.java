package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Problem;

/** Row 63 of the checklist: limits themselves are limited. */
class AllowanceTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T00:00:00Z"));
    private final Allowance allowance = new Allowance(now::get, 5, Duration.ofMinutes(5));

    @Test
    void grantsABurstAndThenOneUseForEachPartOfTheWindow() {
        for (int i = 0; i < 5; i++) {
            assertThat(allowance.take("a", 1)).isZero();
        }
        assertThat(allowance.take("a", 1)).isEqualTo(Duration.ofMinutes(1));
        assertThat(allowance.take("b", 1)).isZero();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(1)));
        assertThat(allowance.take("a", 1)).isZero();
        assertThat(allowance.take("a", 1)).isPositive();
    }

    @Test
    void aRefusedUseCostsNothing() {
        assertThat(allowance.take("a", 5)).isZero();
        for (int i = 0; i < 100; i++) {
            assertThat(allowance.take("a", 1)).isPositive();
        }
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
        assertThat(allowance.take("a", 5)).isZero();
    }

    @Test
    @DisplayName("a refusal says, in whole seconds that are enough, when to come again, and costs nothing")
    void refuses() {
        assertThat(allowance.refusal("a", 5)).isEmpty();
        Problem refusal = allowance.refusal("a").orElseThrow();
        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.detail()).isNotBlank();
        now.updateAndGet(time -> time.plusSeconds(refusal.retryAfter().orElseThrow()));
        assertThat(allowance.refusal("a")).isEmpty();
        assertThat(allowance.refusal("a", 2)).isPresent();
    }

    @Test
    void forgetsTheKeyUnusedForLongestWhenThereAreTooMany() {
        for (int i = 0; i < 5; i++) {
            allowance.take("first", 1);
        }
        for (int i = 0; i <= Allowance.KEYS_MAX; i++) {
            allowance.take("stranger " + i, 1);
        }
        assertThat(allowance.take("first", 1)).isZero();
    }
}
