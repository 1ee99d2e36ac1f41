package social.godwit.activitypub.keybag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.keybag.GuessStore.Counted;

class GuessesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private static Guesses after(int wrong) {
        Guesses guesses = Guesses.NONE;
        for (int i = 0; i < wrong; i++) {
            guesses = guesses.wrong(NOW);
        }
        return guesses;
    }

    @Test
    @DisplayName("ten are free, then the wait doubles up to a quarter of an hour, however many there were")
    void doubles() {
        assertThat(after(9).wait(NOW)).isZero();
        assertThat(after(10).wait(NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(after(14).wait(NOW)).isEqualTo(Duration.ofSeconds(16));
        assertThat(after(14).wait(NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(6));
        assertThat(after(14).wait(NOW.plusSeconds(16))).isZero();
        assertThat(after(100).wait(NOW)).isEqualTo(Duration.ofMinutes(15));
        assertThat(after(100_000).wait(NOW)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    @DisplayName("a day later nothing is held against anybody")
    void forgets() {
        Instant later = NOW.plus(Duration.ofDays(1)).plusSeconds(1);
        assertThat(after(500).wait(later)).isZero();
        assertThat(after(500).wrong(later)).isEqualTo(new Guesses(1, later));
    }

    @Test
    @DisplayName("where the owner has been, strangers' guesses do not count; those of the same network do")
    void ownersNetwork() {
        Guesses many = after(100);
        assertThat(GuessLimits.wait(new Counted(Guesses.NONE, many, Optional.empty()), NOW))
                .isPositive();
        assertThat(GuessLimits.wait(new Counted(Guesses.NONE, many, Optional.of(Guesses.NONE)), NOW))
                .isZero();
        assertThat(GuessLimits.wait(new Counted(Guesses.NONE, Guesses.NONE, Optional.of(many)), NOW))
                .isPositive();
        assertThat(GuessLimits.wait(new Counted(many, Guesses.NONE, Optional.empty()), NOW))
                .isPositive();
    }
}
