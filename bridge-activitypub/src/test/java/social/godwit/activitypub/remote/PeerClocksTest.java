package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Headers;
import social.godwit.store.testing.TestClock;

class PeerClocksTest {
    private final TestClock clock = new TestClock();
    private final PeerClocks clocks = new PeerClocks(clock);

    @Test
    @DisplayName("when most servers are an hour apart from us, it is our clock that is wrong")
    void noticesThatOurClockIsWrong() {
        answers("a.example", Duration.ofHours(1));
        answers("b.example", Duration.ofMinutes(61));
        assertThat(clocks.ahead()).isEmpty();
        answers("c.example", Duration.ZERO);
        assertThat(clocks.ahead()).contains(Duration.ofHours(1));
    }

    @Test
    void doesNotMindOneThatIsWrong() {
        answers("a.example", Duration.ZERO);
        answers("b.example", Duration.ofDays(-4_000));
        answers("c.example", Duration.ofSeconds(1));
        assertThat(clocks.ahead()).contains(Duration.ZERO);
    }

    @Test
    void countsEveryServerOnceAndForgetsTheOldest() {
        for (int i = 0; i < 10; i++) {
            answers("a.example", Duration.ofHours(1));
        }
        assertThat(clocks.ahead()).isEmpty();
        for (int i = 0; i < 1_000; i++) {
            answers("h" + i + ".example", Duration.ofHours(1));
        }
        for (int i = 0; i < 64; i++) {
            answers("new" + i + ".example", Duration.ZERO);
        }
        assertThat(clocks.ahead()).contains(Duration.ZERO);
    }

    @Test
    void passesOverWhatIsNoDate() {
        for (String date : new String[] {"", "yesterday", "Mon, 99 Nov 2026 12:00:00 GMT", "2026-11-22T12:00:00Z"}) {
            for (String host : new String[] {"a", "b", "c"}) {
                clocks.heard(host, Headers.of("date", date));
            }
        }
        assertThat(clocks.ahead()).isEmpty();
    }

    private void answers(String host, Duration ahead) {
        Instant theirs = clock.instant().plus(ahead);
        clocks.heard(
                host, Headers.of("date", DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC))));
    }
}
