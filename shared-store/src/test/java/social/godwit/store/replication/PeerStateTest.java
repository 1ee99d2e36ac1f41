package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PeerStateTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    @DisplayName("a replica is healthy when its peer answers, keeps to the protocol, and withholds nothing")
    void healthy() {
        PeerState answers = PeerState.NEW.after(Exchange.good(NOW, 1, 1));
        assertThat(answers.healthy(0, NOW)).isTrue();
        assertThat(answers.healthy(1, NOW)).as("withholds").isFalse();
        assertThat(PeerState.NEW.healthy(0, NOW)).as("never heard").isFalse();
        assertThat(answers.healthy(0, NOW.plus(Duration.ofHours(2))))
                .as("silent")
                .isFalse();
        assertThat(answers.after(Exchange.breach(NOW, 0, 0, PeerState.MAX_DEMERITS))
                        .healthy(0, NOW))
                .as("broke the protocol")
                .isFalse();
    }
}
