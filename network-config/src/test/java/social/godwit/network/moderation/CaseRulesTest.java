package social.godwit.network.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.network.moderation.Samples.ANN;
import static social.godwit.network.moderation.Samples.BOB;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.TROLL;
import static social.godwit.network.moderation.Samples.decision;
import static social.godwit.network.moderation.Samples.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.network.moderation.CaseRules.Appeal;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.Report.Category;
import social.godwit.network.moderation.Turn.Reason;

class CaseRulesTest {
    private static final Instant LATER = NOON.plusSeconds(600);
    private final CaseFile fresh = CaseFile.fresh(TROLL, NOON);

    private static Situation just(CaseFile file) {
        return new Situation(file, Optional.empty(), Optional.empty());
    }

    private static Situation about(CaseFile file, Decision decision, Optional<Appeal> appeal) {
        return new Situation(file, Optional.of(decision), appeal);
    }

    private static CaseFile after(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Done.class);
        return ((Turn.Done) turn).file();
    }

    private static Reason refused(Turn turn) {
        assertThat(turn).isInstanceOf(Turn.Refused.class);
        return ((Turn.Refused) turn).reason();
    }

    @Test
    void theFirstReportOpensACaseAndTheGravestNamesItsQueue() {
        CaseFile one = after(CaseRules.report(just(fresh), report("1", "a.example")));
        CaseFile two =
                after(CaseRules.report(just(one), report("2", "b.example", Category.LEGAL, NOON.plusSeconds(60))));
        CaseFile three =
                after(CaseRules.report(just(two), report("3", "c.example", Category.OTHER, NOON.plusSeconds(90))));
        assertThat(one.status()).isEqualTo(CaseFile.Status.OPEN);
        assertThat(three.category()).isEqualTo(Category.LEGAL);
        assertThat(three.openReports()).isEqualTo(3);
        assertThat(three.waitingSince()).as("the oldest report's age").isEqualTo(NOON);
    }

    @Test
    void aResolvedCaseWaitsAnewWhenItIsReportedAgain() {
        CaseFile open = after(CaseRules.report(just(fresh), report("1", "a.example", Category.LEGAL, NOON)));
        CaseFile done = after(CaseRules.resolve(just(open), ANN, LATER));
        CaseFile again =
                after(CaseRules.report(just(done), report("2", "a.example", Category.OTHER, LATER.plusSeconds(1))));
        assertThat(done.openReports()).isZero();
        assertThat(again.waitingSince()).isEqualTo(LATER.plusSeconds(1));
        assertThat(again.category()).isEqualTo(Category.OTHER);
    }

    @Test
    void aClaimKeepsOthersAwayUntilItEndsOrIsGivenUp() {
        CaseFile claimed = after(CaseRules.claim(just(fresh), ANN, NOON));
        Decision byBob = new Decision(
                "d",
                TROLL,
                TROLL,
                Measure.LIMIT,
                "",
                RuleReference.house("spam"),
                "",
                false,
                BOB,
                LATER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(refused(CaseRules.claim(just(claimed), BOB, LATER))).isEqualTo(Reason.CLAIMED);
        assertThat(refused(CaseRules.decide(just(claimed), byBob))).isEqualTo(Reason.CLAIMED);
        assertThat(refused(CaseRules.message(just(claimed), Event.Addressee.SUBJECT, "Stop that", BOB, LATER)))
                .isEqualTo(Reason.CLAIMED);
        assertThat(refused(CaseRules.forwarded(just(claimed), "https://a.example/inbox", "", BOB, LATER)))
                .isEqualTo(Reason.CLAIMED);
        Decision byMachine = new Decision(
                "m",
                TROLL,
                TROLL,
                Measure.LIMIT,
                "",
                RuleReference.house("spam"),
                "",
                true,
                "filter:x",
                LATER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        after(CaseRules.decide(just(claimed), byMachine));
        after(CaseRules.looked(just(claimed), BOB, LATER));
        after(CaseRules.note(just(claimed), "I know this one", BOB, LATER));
        after(CaseRules.claim(just(claimed), BOB, NOON.plus(CaseRules.CLAIM)));
        CaseFile released = after(CaseRules.release(just(claimed), ANN, LATER));
        after(CaseRules.claim(just(released), BOB, LATER));
    }

    @Test
    void aDecisionIsTakenBackOnce() {
        Decision decision = decision("d", Measure.SUSPEND, TROLL);
        Turn turn = CaseRules.reverse(about(fresh, decision, Optional.empty()), "a mistake", BOB, LATER);
        Decision undone = ((Turn.Done) turn).decision().orElseThrow();
        assertThat(undone.holds(LATER)).isFalse();
        assertThat(refused(CaseRules.reverse(about(fresh, undone, Optional.empty()), "again", BOB, LATER)))
                .isEqualTo(Reason.DONE_ALREADY);
        assertThat(refused(CaseRules.reverse(just(fresh), "what?", BOB, LATER))).isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void anAppealIsMadeOnceAndInTime() {
        Decision decision = decision("d", Measure.SUSPEND, TROLL);
        Situation free = about(fresh, decision, Optional.empty());
        Duration window = Duration.ofDays(20);
        assertThat(after(CaseRules.appeal(free, "not me", "troll", NOON.plus(window), window))
                        .status())
                .isEqualTo(CaseFile.Status.OPEN);
        assertThat(refused(CaseRules.appeal(
                        free, "not me", "troll", NOON.plus(window).plusSeconds(1), window)))
                .isEqualTo(Reason.TOO_LATE);
        Situation appealed = about(fresh, decision, Optional.of(new Appeal(LATER, Optional.empty())));
        assertThat(refused(CaseRules.appeal(appealed, "not me", "troll", LATER, window)))
                .isEqualTo(Reason.DONE_ALREADY);
    }

    @Test
    void somebodyElseThanWhoDecidedAnswersTheAppealAndGrantingItUndoesTheDecision() {
        Decision decision = decision("d", Measure.SUSPEND, TROLL);
        Situation appealed = about(fresh, decision, Optional.of(new Appeal(NOON, Optional.empty())));
        assertThat(refused(CaseRules.answer(appealed, false, "no", ANN, LATER))).isEqualTo(Reason.NOT_YOU);
        Turn.Done granted = (Turn.Done) CaseRules.answer(appealed, true, "you are right", BOB, LATER);
        assertThat(granted.decision().orElseThrow().holds(LATER)).isFalse();
        Turn.Done rejected = (Turn.Done) CaseRules.answer(appealed, false, "no", BOB, LATER);
        assertThat(rejected.decision()).isEmpty();
        assertThat(List.of(granted.file().status(), rejected.file().status()))
                .as("what nothing but the appeal kept open")
                .containsOnly(CaseFile.Status.RESOLVED);
        Situation reported =
                about(after(CaseRules.report(just(fresh), report("1", "a.example"))), decision, appealed.appeal());
        assertThat(after(CaseRules.answer(reported, false, "no", BOB, LATER)).status())
                .as("where a report waits, too")
                .isEqualTo(CaseFile.Status.OPEN);
        Situation answered = about(fresh, decision, Optional.of(new Appeal(NOON, Optional.of(false))));
        assertThat(refused(CaseRules.answer(answered, true, "still", BOB, LATER)))
                .isEqualTo(Reason.DONE_ALREADY);
    }

    @Test
    void aCaseTakesNoMoreThanItsLimit() {
        CaseFile full = new CaseFile(
                TROLL,
                CaseFile.Status.OPEN,
                1,
                Category.SPAM,
                NOON,
                NOON,
                Optional.empty(),
                Optional.empty(),
                CaseFile.ENTRIES_MAX);
        assertThat(refused(CaseRules.note(just(full), "x", ANN, NOON))).isEqualTo(Reason.TOO_MUCH);
    }

    @Test
    void aDecisionStaysWithinItsCase() {
        assertThatThrownBy(() -> new Decision(
                        "d",
                        Subject.post("https://a.example/1"),
                        Subject.post("https://a.example/2"),
                        Measure.SUSPEND,
                        "",
                        RuleReference.house("spam"),
                        "",
                        false,
                        ANN,
                        NOON,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decision("d", Measure.LIMIT, TROLL, Optional.of(Duration.ZERO), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStatementOfReasonsSaysWhatWhyHowLongAndHowToAppeal() {
        Decision decision = decision("d7", Measure.LIMIT, TROLL, Optional.of(Duration.ofDays(7)), Optional.empty());
        assertThat(Reasons.in(List.of("fr", "en-GB"))
                        .of(decision, Optional.empty(), "https://here.example", CaseRules.APPEAL_WINDOW))
                .contains("your account is shown only to followers at https://here.example")
                .contains("until 2026-12-03 12:00 UTC")
                .contains("no-spam of did:key:net version 3")
                .contains("40 equal mentions within an hour")
                .contains("decided by a person")
                .contains("take all of them to another server")
                .contains("appeal until 2026-12-16 12:00 UTC, naming decision d7");
    }

    @Test
    @DisplayName(
            "a rule of a charter that is known here is told by its text, in one line, and not by what programs call the network")
    void theRuleIsToldByItsText() {
        Decision decision = decision("d7", Measure.LIMIT, TROLL, Optional.of(Duration.ofDays(7)), Optional.empty());
        var cited = Optional.of(new Reasons.Cited("Our town", "No spam.\n\nThis was decided by a program"));
        for (String language : Reasons.LANGUAGES) {
            String statement =
                    Reasons.in(List.of(language)).of(decision, cited, "https://here.example", CaseRules.APPEAL_WINDOW);
            assertThat(statement)
                    .contains("Our town", "No spam. This was decided by a program", "no-spam")
                    .doesNotContain("did:key:net");
            assertThat(statement.lines().toList()).hasSize(7);
        }
    }

    @Test
    @DisplayName(
            "who runs the server suspends without naming a rule: the statement sends on to what happened, and names no program's word")
    void theOperatorNamesNoRule() {
        Decision named = decision("d7", Measure.SUSPEND, TROLL, Optional.empty(), Optional.empty());
        Decision unnamed = new Decision(
                named.id(),
                named.subject(),
                named.target(),
                named.measure(),
                named.text(),
                RuleReference.house("operator"),
                named.facts(),
                named.automated(),
                named.by(),
                named.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        for (String language : Reasons.LANGUAGES)
            assertThat(Reasons.in(List.of(language))
                            .of(unnamed, Optional.empty(), "https://here.example", CaseRules.APPEAL_WINDOW))
                    .doesNotContain("operator");
    }

    @Test
    @DisplayName("the statement of reasons has every part for every measure, in every language")
    void statementsInAllLanguages() {
        for (String language : Reasons.LANGUAGES) {
            Reasons words = Reasons.in(List.of(language));
            assertThat(words.language()).isEqualTo(language);
            for (Measure measure : Measure.values()) {
                Decision decision = decision("d7", measure, TROLL, Optional.of(Duration.ofDays(7)), Optional.empty());
                String statement =
                        words.of(decision, Optional.empty(), "https://here.example", CaseRules.APPEAL_WINDOW);
                assertThat(statement.lines().toList())
                        .as(language + " " + measure)
                        .hasSize(7);
                assertThat(statement)
                        .contains("2026-12-03 12:00 UTC", "no-spam", "40 equal mentions", "2026-12-16 12:00 UTC", "d7")
                        .doesNotContain("{", "''");
                assertThat(measure == Measure.WARN || statement.contains("https://here.example"))
                        .isTrue();
                assertThat(words.takenBack(decision)).contains("d7").doesNotContain("{");
                assertThat(words.upheld(decision, "it was you"))
                        .contains("d7", "it was you")
                        .doesNotContain("{");
            }
        }
        assertThat(Reasons.in(List.of("de-AT"))
                        .of(
                                decision("d7", Measure.LIMIT, TROLL, Optional.empty(), Optional.empty()),
                                Optional.empty(),
                                "https://here.example",
                                CaseRules.APPEAL_WINDOW))
                .contains("dein Konto wird bei https://here.example nur denen gezeigt, die folgen")
                .contains("bis es zurückgenommen wird");
        assertThat(Reasons.in(List.of("fr")).language()).isEqualTo("en");
    }

    @Test
    @DisplayName(
            "whose post is hidden reads that it is not sent on either, and that other servers are not bound by that")
    void whatIsHiddenIsNotSent() {
        Decision account = decision("d8", Measure.SUSPEND, TROLL, Optional.empty(), Optional.empty());
        Decision post = new Decision(
                "d9",
                TROLL,
                Subject.post("https://a.example/1"),
                Measure.SUSPEND,
                "",
                account.rule(),
                account.facts(),
                true,
                account.by(),
                account.at(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Reasons words = Reasons.in(List.of("en"));
        assertThat(words.of(post, Optional.empty(), "https://here.example", CaseRules.APPEAL_WINDOW))
                .contains("not sent from there", "other servers are not bound");
        assertThat(words.of(account, Optional.empty(), "https://here.example", CaseRules.APPEAL_WINDOW))
                .doesNotContain("not sent from there");
    }
}
