package social.godwit.instance.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DoctorTest {
    @Test
    @DisplayName("a clock that is an hour off is a problem, with words that say which way and what to do")
    void saysThatTheClockIsWrong() {
        Finding slow = Doctor.clock(Duration.ZERO, Optional.of(Duration.ofHours(1)));
        assertThat(slow.state()).isEqualTo(Finding.State.PROBLEM);
        assertThat(slow.detail()).contains("3600 s ahead of this machine", "NTP");
        Finding fast = Doctor.clock(Duration.ZERO, Optional.of(Duration.ofHours(-1)));
        assertThat(fast.state()).isEqualTo(Finding.State.PROBLEM);
        assertThat(fast.detail()).contains("3600 s behind this machine");
        assertThat(Doctor.clock(Duration.ofHours(-1), Optional.empty()).state()).isEqualTo(Finding.State.PROBLEM);
    }

    @Test
    void isContentWithASmallDifference() {
        assertThat(Doctor.clock(Duration.ofSeconds(-3), Optional.of(Duration.ofSeconds(40)))
                        .state())
                .isEqualTo(Finding.State.OK);
        assertThat(Doctor.clock(Duration.ZERO, Optional.empty()).state()).isEqualTo(Finding.State.OK);
    }
}
