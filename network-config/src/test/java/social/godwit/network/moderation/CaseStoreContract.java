package social.godwit.network.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static social.godwit.network.moderation.Samples.ANN;
import static social.godwit.network.moderation.Samples.BOB;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.TROLL;
import static social.godwit.network.moderation.Samples.decision;
import static social.godwit.network.moderation.Samples.report;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.network.moderation.CaseStore.Filing;
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Report.Category;

/** What every {@link CaseStore} does. Each test has a store of its own. */
interface CaseStoreContract {
    Instant LATER = NOON.plusSeconds(600);

    CaseStore store();

    <T> T await(Uni<T> uni);

    @Test
    default void keepsAReportWithItsEvidenceAsItWas() {
        assertThat(await(store().file(report("flag-1", "a.example", "https://troll.example/1"))))
                .isEqualTo(Filing.FILED);
        CaseStore.Entry entry = await(store().timeline(TROLL, 0, 10)).getFirst();
        assertThat(entry.type()).isEqualTo("reported");
        assertThat(entry.details().toString())
                .contains("{\\\"id\\\":\\\"https://troll.example/1\\\"}")
                .contains("\"hash\":\"zQm");
        assertThat(await(store().find(TROLL)).orElseThrow().openReports()).isEqualTo(1);
    }

    @Test
    default void theSameReportCountsOnceWhileItIsOpen() {
        await(store().file(report("flag-1", "a.example", "https://troll.example/1")));
        assertThat(await(store().file(report("flag-1", "a.example", "https://troll.example/1"))))
                .as("the same id")
                .isEqualTo(Filing.KNOWN);
        assertThat(await(store().file(report("flag-2", "a.example", "https://troll.example/1"))))
                .as("the same said again")
                .isEqualTo(Filing.KNOWN);
        assertThat(await(store().file(report("flag-3", "a.example", "https://troll.example/2"))))
                .isEqualTo(Filing.FILED);
        await(store().turn(TROLL, Optional.empty(), ANN, LATER, now -> CaseRules.resolve(now, ANN, LATER)));
        assertThat(await(store().file(report("flag-4", "a.example", "https://troll.example/1"))))
                .as("after it was dealt with")
                .isEqualTo(Filing.FILED);
    }

    @Test
    default void aSourceThatReportsTooMuchIsHeldBackForAnHour() {
        for (int i = 0; i < CaseStore.REPORTS_PER_HOUR; i++) {
            assertThat(await(store().file(report("flag-" + i, "a.example", "https://troll.example/" + i))))
                    .isEqualTo(Filing.FILED);
        }
        assertThat(await(store().file(report("one more", "a.example", "https://troll.example/more"))))
                .isEqualTo(Filing.TOO_MANY);
        assertThat(await(store().file(report("another", "b.example", "https://troll.example/more"))))
                .isEqualTo(Filing.FILED);
        assertThat(await(store().file(report(
                        "later", "a.example", Category.SPAM, NOON.plusSeconds(3_601), "https://troll.example/more"))))
                .isEqualTo(Filing.FILED);
    }

    @Test
    default void whatAFilterBroughtIsFoundTheNewestFirst() {
        String pills = "filter:pills";
        for (String post : List.of("1", "2", "3")) {
            await(store().file(new Report(
                    "flag-" + post,
                    TROLL,
                    post.equals("3") ? "filter:money" : pills,
                    pills + " troll",
                    Category.SPAM,
                    Optional.empty(),
                    "found " + post,
                    List.of(new Report.Evidence("https://troll.example/" + post, Optional.empty())),
                    NOON.plusSeconds(Long.parseLong(post)))));
        }
        await(store().file(report("flag-4", "a.example", "https://troll.example/4")));
        assertThat(await(store().brought(pills, 10)))
                .extracting(
                        CaseStore.Brought::subject,
                        one -> one.entry().details().string("comment").orElse(""))
                .containsExactly(tuple(TROLL, "found 2"), tuple(TROLL, "found 1"));
        assertThat(await(store().brought(pills, 1))).hasSize(1);
        assertThat(await(store().brought("https://a.example/actor", 10)))
                .as("people are not looked for by this")
                .isEmpty();
    }

    @Test
    default void aRefusedTurnLeavesNothingBehind() {
        Turn turn = await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.resolve(now, ANN, NOON)));
        assertThat(turn).isInstanceOf(Turn.Refused.class);
        assertThat(await(store().find(TROLL))).isEmpty();
    }

    @Test
    default void aDecisionHoldsUntilItEndsOrIsTakenBack() {
        Decision week = decision("d1", Measure.LIMIT, TROLL, Optional.of(Duration.ofDays(7)), Optional.of("bulk"));
        Decision post = decision("d2", Measure.LABEL, Subject.post("https://troll.example/1"));
        await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, week)));
        await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, post)));
        assertThat(await(store().holding(LATER))).containsExactly(week, post);
        assertThat(await(store().holding(NOON.plus(Duration.ofDays(7))))).containsExactly(post);
        assertThat(await(store().bulk("bulk"))).containsExactly(week);
        assertThat(await(store().on(TROLL, LATER))).containsExactly(week);
        assertThat(await(store().on(TROLL, NOON.plus(Duration.ofDays(7))))).isEmpty();
        await(store().turn(
                        TROLL, Optional.of("d2"), BOB, LATER, now -> CaseRules.reverse(now, "a mistake", BOB, LATER)));
        assertThat(await(store().holding(LATER))).containsExactly(week);
        assertThat(await(store().about(TROLL))).extracting(Decision::id).containsExactly("d2", "d1");
        assertThat(await(store().decision("d2")).orElseThrow().reversed())
                .contains(new Decision.Reversal(BOB, LATER, "a mistake"));
        assertThat(await(store().timeline(TROLL, 0, 10)))
                .extracting(CaseStore.Entry::type)
                .containsExactly("decided", "decided", "reversed");
    }

    @Test
    default void aDecisionOfAnotherCaseIsUnknownInThisOne() {
        Decision decision = decision("d1", Measure.LIMIT, TROLL);
        await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, decision)));
        assertThat(await(store().turn(
                                Subject.domain("other.example"),
                                Optional.of("d1"),
                                BOB,
                                LATER,
                                now -> CaseRules.reverse(now, "?", BOB, LATER))))
                .isInstanceOf(Turn.Refused.class);
    }

    @Test
    default void anAppealAndItsAnswerAreRemembered() {
        Decision decision = decision("d1", Measure.SUSPEND, TROLL);
        await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, decision)));
        await(store().turn(
                        TROLL,
                        Optional.of("d1"),
                        "troll",
                        LATER,
                        now -> CaseRules.appeal(now, "not me", "troll", LATER, CaseRules.APPEAL_WINDOW)));
        assertThat(await(store().turn(
                                TROLL,
                                Optional.of("d1"),
                                "troll",
                                LATER,
                                now -> CaseRules.appeal(now, "not me", "troll", LATER, CaseRules.APPEAL_WINDOW))))
                .isInstanceOf(Turn.Refused.class);
        await(store().turn(
                        TROLL, Optional.of("d1"), BOB, LATER, now -> CaseRules.answer(now, true, "right", BOB, LATER)));
        assertThat(await(store().holding(LATER))).isEmpty();
        assertThat(await(store().turn(
                                TROLL,
                                Optional.of("d1"),
                                BOB,
                                LATER,
                                now -> CaseRules.answer(now, true, "right", BOB, LATER))))
                .isInstanceOf(Turn.Refused.class);
    }

    @Test
    @DisplayName("a queue shows the cases in which somebody said something, whoever else did at the same server")
    default void aQueueOfOneReporter() {
        String ann = "https://b.example/ann";
        String ben = "https://b.example/ben";
        for (String[] one : new String[][] {{"1", ann}, {"2", ben}, {"3", ann}, {"3", ben}}) {
            Report report = new Report(
                    one[0] + one[1],
                    Subject.account("https://a.example/" + one[0]),
                    one[1],
                    "https://b.example",
                    Category.SPAM,
                    Optional.empty(),
                    "spam",
                    List.of(new Report.Evidence("https://a.example/" + one[0] + "/of/" + one[1], Optional.empty())),
                    NOON);
            assertThat(await(store().file(report))).isEqualTo(CaseStore.Filing.FILED);
        }
        assertThat(await(store().queue(ofReporter(ann), Optional.empty(), 10)))
                .extracting(file -> file.subject().id())
                .containsExactlyInAnyOrder("https://a.example/1", "https://a.example/3");
        assertThat(await(store().queue(ofReporter("https://b.example/cat"), Optional.empty(), 10)))
                .isEmpty();
    }

    private static Queue ofReporter(String id) {
        return new Queue(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Queue.Reporter(id, "https://b.example")));
    }

    @Test
    default void aQueueShowsTheLongestWaitingFirstAndGoesOnWhereItEnded() {
        for (int i = 1; i <= 3; i++) {
            Subject subject = Subject.account("https://a.example/" + i);
            Instant at = NOON.plusSeconds(10 - i);
            await(store().turn(subject, Optional.empty(), ANN, at, now -> CaseRules.reopen(now, ANN, at)));
        }
        Subject closed = Subject.domain("closed.example");
        await(store().turn(closed, Optional.empty(), ANN, NOON, now -> CaseRules.note(now, "fine", ANN, NOON)));
        List<CaseFile> first = await(store().queue(Queue.open(), Optional.empty(), 2));
        assertThat(first)
                .extracting(file -> file.subject().id())
                .containsExactly("https://a.example/3", "https://a.example/2");
        Place end = new Place(first.getLast().waitingSince(), first.getLast().subject());
        assertThat(await(store().queue(Queue.open(), Optional.of(end), 2)))
                .extracting(file -> file.subject().id())
                .containsExactly("https://a.example/1");
        assertThat(await(store().newest(Queue.open(), Optional.empty(), 2)))
                .as("the other way round")
                .extracting(file -> file.subject().id())
                .containsExactly("https://a.example/1", "https://a.example/2");
        assertThat(await(store().newest(Queue.open(), Optional.of(end), 2)))
                .extracting(file -> file.subject().id())
                .containsExactly("https://a.example/3");
        Queue domains = new Queue(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.DOMAIN),
                Optional.of("closed"),
                Optional.empty(),
                Optional.empty());
        assertThat(await(store().queue(domains, Optional.empty(), 10)))
                .extracting(CaseFile::subject)
                .containsExactly(closed);
        Queue old = new Queue(
                Optional.of(CaseFile.Status.OPEN),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(first.getLast().waitingSince()),
                Optional.empty());
        assertThat(await(store().queue(old, Optional.empty(), 10)))
                .extracting(file -> file.subject().id())
                .containsExactly("https://a.example/3");
        assertThat(await(store().waiting())).isEqualTo(Map.of(Category.OTHER, 3L));
    }

    @Test
    default void appealsWaitUntilTheyAreAnswered() {
        for (String id : List.of("d1", "d2")) {
            Decision decision = decision(id, Measure.LIMIT, TROLL);
            await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, decision)));
            await(store().turn(
                            TROLL,
                            Optional.of(id),
                            "the troll",
                            NOON,
                            now -> CaseRules.appeal(now, "about " + id, "the troll", NOON, CaseRules.APPEAL_WINDOW)));
        }
        assertThat(await(store().appeals(10)))
                .extracting(appeal -> appeal.decision().id() + " " + appeal.text())
                .containsExactly("d1 about d1", "d2 about d2");
        await(store().turn(
                        TROLL,
                        Optional.of("d1"),
                        BOB,
                        NOON,
                        now -> CaseRules.answer(now, false, "it stands", BOB, NOON)));
        assertThat(await(store().appeals(10)))
                .extracting(appeal -> appeal.decision().id())
                .containsExactly("d2");
        assertThat(await(store().appealed(TROLL)))
                .extracting(entry ->
                        entry.type() + " " + entry.details().string("text").orElse(""))
                .containsExactly("appealed about d1", "appealed about d2", "appeal-answered it stands");
    }

    @Test
    default void oldResolvedCasesAreForgottenAndDecisionsAreNot() {
        await(store().file(report("flag-1", "a.example")));
        await(store().turn(TROLL, Optional.empty(), ANN, NOON, now -> CaseRules.resolve(now, ANN, NOON)));
        Subject kept = Subject.domain("kept.example");
        Decision decision = decision("d1", Measure.LIMIT, kept);
        await(store().turn(kept, Optional.empty(), ANN, NOON, now -> CaseRules.decide(now, decision)));
        assertThat(await(store().forget(NOON))).isZero();
        assertThat(await(store().forget(LATER))).isEqualTo(1);
        assertThat(await(store().find(TROLL))).isEmpty();
        assertThat(await(store().timeline(TROLL, 0, 10))).isEmpty();
        assertThat(await(store().find(kept))).isPresent();
    }
}
