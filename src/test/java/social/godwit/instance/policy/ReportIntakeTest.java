package social.godwit.instance.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.note.Note;
import social.godwit.identity.document.Visibility;
import social.godwit.network.moderation.Report;
import social.godwit.network.moderation.Subject;

/** Which cases a Flag goes to, and with what evidence. */
class ReportIntakeTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");
    private static final String TROLL = "https://troll.test/users/t";
    private static final String OTHER = "https://other.test/users/o";

    private static ReportStore.Report flag(String... objects) {
        return new ReportStore.Report(
                "https://far.test/flags/1", "https://far.test/actor", List.of(objects), "look", NOW);
    }

    private static Note post(String id, String author, String document) {
        return new Note(
                id,
                author,
                "Note",
                Visibility.PUBLIC,
                true,
                NOW,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                document);
    }

    @Test
    void anAccountAndItsPostsAreOneReportWithCopies() {
        List<Report> reports = ReportIntake.reports(
                flag(TROLL, "https://troll.test/1"),
                Map.of("https://troll.test/1", post("https://troll.test/1", TROLL, "{}")));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.subject()).isEqualTo(Subject.account(TROLL));
            assertThat(report.source()).isEqualTo("https://far.test");
            assertThat(report.evidence())
                    .singleElement()
                    .satisfies(one -> assertThat(one.copy()).contains("{}"));
        });
    }

    @Test
    void postsOfTwoAuthorsAreTwoReportsWithIdsOfTheirOwn() {
        List<Report> reports = ReportIntake.reports(
                flag("https://troll.test/1", "https://other.test/1"),
                Map.of(
                        "https://troll.test/1", post("https://troll.test/1", TROLL, "{}"),
                        "https://other.test/1", post("https://other.test/1", OTHER, "{}")));
        assertThat(reports).extracting(Report::subject).containsExactly(Subject.account(TROLL), Subject.account(OTHER));
        assertThat(reports).extracting(Report::id).doesNotHaveDuplicates();
    }

    @Test
    void whatIsTooLongIsNamedButNotCopied() {
        String huge = "{\"content\":\"" + "x".repeat(70_000) + "\"}";
        List<Report> reports = ReportIntake.reports(
                flag("https://troll.test/1"),
                Map.of("https://troll.test/1", post("https://troll.test/1", TROLL, huge)));
        assertThat(reports.getFirst().evidence().getFirst().copy()).isEmpty();
    }

    @Test
    void anAccountOfWhichNothingIsKnownIsReportedAllTheSame() {
        assertThat(ReportIntake.reports(flag(TROLL), Map.of()))
                .singleElement()
                .satisfies(report -> assertThat(report.subject()).isEqualTo(Subject.account(TROLL)));
    }
}
