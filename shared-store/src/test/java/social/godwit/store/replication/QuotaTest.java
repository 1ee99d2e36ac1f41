package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What peers may have done for them, in simulated time. */
class QuotaTest {
    private final TestClock clock = new TestClock();
    private final Quota quota = new Quota();
    private final Did peer = new TestAccount(1).did();

    /** As {@link Serving} counts a request with records. */
    private boolean pushes(Did signer, int records, int bytesEach) {
        long wait = quota.take(signer, Quota.REQUEST + Quota.bytes((long) records * bytesEach), clock.instant());
        if (wait == 0) {
            quota.count(signer, records, clock.instant());
        }
        return wait == 0;
    }

    private static Did stranger(int number) {
        return new TestAccount(1_000 + number).did();
    }

    @Test
    @DisplayName(
            "a peer that shares accounts brings a thousand records of 4 kB a second, ten requests a second, for a day")
    void honestPeersAreNotRefused() {
        quota.know(peer, true);
        for (int i = 0; i < 24 * 3_600 * 10; i++) {
            assertThat(pushes(peer, 100, 4_096)).as("request %d", i).isTrue();
            clock.advance(Duration.ofMillis(100));
        }
    }

    @Test
    @DisplayName(
            "a peer that catches up as fast as it can is slowed down to the steady rate, and told how long to wait")
    void hastyPeersAreSlowedDown() {
        quota.know(peer, true);
        long taken = 0;
        long waited = 0;
        for (int i = 0; i < 20_000; i++) {
            long wait = quota.take(peer, Quota.REQUEST, clock.instant());
            if (wait == 0) {
                quota.count(peer, 512, clock.instant());
                taken += 512;
            } else {
                assertThat(wait).isBetween(1L, 2L);
                waited += wait;
                clock.advance(Duration.ofSeconds(wait));
            }
        }
        assertThat(taken).isLessThan(Quota.RATE * (Quota.BURST.toSeconds() + waited) + 1_000);
        assertThat(taken).isGreaterThan(Quota.RATE * waited * 9 / 10);
    }

    @Test
    @DisplayName("strangers have a tenth each, and with ever new keys no more together than one peer")
    void strangersAreBoundedTogether() {
        long one = 0;
        while (pushes(peer, 100, 1_000)) {
            one += 100;
        }
        assertThat(one).isLessThan(Quota.STRANGERS_RATE * Quota.BURST.toSeconds());

        long all = one;
        for (int i = 0; i < 2_000; i++) {
            for (int j = 0; j < 10 && pushes(stranger(i), 100, 1_000); j++) {
                all += 100;
            }
        }
        assertThat(all).isLessThan(Quota.RATE * Quota.BURST.toSeconds());

        Did friend = stranger(5_000);
        quota.know(friend, true);
        assertThat(pushes(friend, 100, 1_000)).as("peers do not suffer from it").isTrue();
    }

    @Test
    void forgetsWithTime() {
        while (pushes(peer, 100, 1_000)) {}
        clock.advance(Duration.ofSeconds(5));
        assertThat(pushes(peer, 100, 1_000)).isTrue();
    }
}
