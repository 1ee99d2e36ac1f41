package social.godwit.network.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.TROLL;
import static social.godwit.network.moderation.Samples.decision;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.network.moderation.Overlay.Effects;
import social.godwit.network.moderation.Overlay.Labelled;

class OverlayTest {
    private static final Subject POST = Subject.post("https://troll.example/notes/1");

    @Test
    void decisionsOnOneTargetAddUp() {
        Overlay overlay = Overlay.of(
                List.of(
                        decision("1", Measure.LABEL, POST),
                        decision("2", Measure.SENSITIVE, POST),
                        decision("3", Measure.WARN, TROLL)),
                NOON);
        assertThat(overlay.onId(POST.id()))
                .isEqualTo(new Effects(
                        false, false, true, false, List.of(), List.of(new Labelled(Optional.empty(), "spam"))));
        assertThat(overlay.onId(TROLL.id())).as("a warning shows nothing").isEqualTo(Effects.NONE);
    }

    @Test
    void whatEndedOrWasTakenBackDoesNothing() {
        Decision week = decision("1", Measure.SUSPEND, TROLL, Optional.of(Duration.ofDays(7)), Optional.empty());
        assertThat(Overlay.of(List.of(week), NOON.plus(Duration.ofDays(7)).minusSeconds(1))
                        .onId(TROLL.id())
                        .hidden())
                .isTrue();
        assertThat(Overlay.of(List.of(week), NOON.plus(Duration.ofDays(7)))
                        .onId(TROLL.id())
                        .hidden())
                .isFalse();
        Decision undone = decision("2", Measure.SUSPEND, TROLL).reversed("x", NOON, "mistake");
        assertThat(Overlay.of(List.of(undone), NOON).onId(TROLL.id()).hidden()).isFalse();
    }

    @Test
    void aDomainCountsForEverythingBelowIt() {
        Overlay overlay = Overlay.of(
                List.of(
                        decision("1", Measure.REFUSE_MEDIA, Subject.domain("bad.example")),
                        decision("2", Measure.LIMIT, Subject.domain("a.bad.example"))),
                NOON);
        assertThat(overlay.onHost("x.a.bad.example"))
                .isEqualTo(new Effects(false, true, false, true, List.of(), List.of()));
        assertThat(overlay.onHost("notbad.example")).isEqualTo(Effects.NONE);
    }

    @Test
    void itKnowsWhetherTheMediaOfAnybodyAreRefused() {
        Decision refused =
                decision("1", Measure.REFUSE_MEDIA, TROLL, Optional.of(Duration.ofHours(1)), Optional.empty());
        Decision hidden = decision("2", Measure.SUSPEND, TROLL);
        assertThat(Overlay.of(List.of(refused, hidden), NOON).refusesMedia()).isTrue();
        assertThat(Overlay.of(List.of(refused, hidden), NOON.plus(Duration.ofHours(1)))
                        .refusesMedia())
                .isFalse();
    }
}
