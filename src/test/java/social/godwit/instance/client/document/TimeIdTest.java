package social.godwit.instance.client.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeIdTest {
    @Test
    void sortsByTime() {
        TimeId early = TimeId.after(0, Instant.parse("2026-11-22T07:00:00Z"), 1023);
        TimeId late = TimeId.after(0, Instant.parse("2026-11-22T07:00:00.000001Z"), 0);
        assertThat(early).isLessThan(late);
        assertThat(early.value()).hasSize(13);
    }

    @Test
    void neverRepeatsThoughTheClockGoesBack() {
        TimeId first = TimeId.after(0, Instant.parse("2026-11-22T07:00:00Z"), 5);
        TimeId second = TimeId.after(first.micros(), Instant.parse("2026-11-22T06:00:00Z"), 5);
        assertThat(second).isGreaterThan(first);
        assertThat(second.micros()).isEqualTo(first.micros() + 1);
    }

    @Test
    void differsByDevice() {
        assertThat(TimeId.of(1, 1)).isNotEqualTo(TimeId.of(1, 2));
    }

    @Test
    void refusesWhatIsNone() {
        assertThat(TimeId.isTimeId("3m2abcdefgh22")).isTrue();
        assertThat(TimeId.isTimeId("3m2abcdefgh2")).isFalse();
        assertThat(TimeId.isTimeId("3m2abcdefgh21")).isFalse();
        assertThat(TimeId.isTimeId("z222222222222")).isFalse();
        assertThatThrownBy(() -> new TimeId("../../../../x")).isInstanceOf(IllegalArgumentException.class);
    }
}
