package social.godwit.network.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.network.moderation.Samples.ANN;
import static social.godwit.network.moderation.Samples.BOB;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.TROLL;
import static social.godwit.network.moderation.Samples.decision;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.log.LogChain;
import social.godwit.network.log.LogStore;
import social.godwit.network.log.LogStores;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStores;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.PlanStore;
import social.godwit.network.moderation.PlanStore.Plan;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.store.Database;
import social.godwit.store.testing.TestDatabase;

class DeskTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final SigningKey INSTANCE = SigningKey.generate(count -> new byte[count]);

    private final CaseStore cases = CaseStores.postgres(DB.database());
    private final LogStore log = LogStores.postgres(DB.database());
    private final List<Decision> changed = new ArrayList<>();
    private final List<String> upheld = new ArrayList<>();
    private boolean broken;
    private Supplier<Uni<Void>> between = () -> Uni.createFrom().voidItem();

    private final Desk desk = new Desk(
            DB.database(),
            cases,
            log,
            new Doors() {
                @Override
                public Uni<Void> changed(Decision decision) {
                    changed.add(decision);
                    Uni<Void> others = between.get();
                    between = () -> Uni.createFrom().voidItem();
                    return broken ? Uni.createFrom().failure(new IllegalStateException("the doors jam")) : others;
                }

                @Override
                public Uni<Void> upheld(Decision decision, String answer) {
                    upheld.add(decision.id() + ": " + answer);
                    return Uni.createFrom().voidItem();
                }

                @Override
                public Uni<Void> settled(List<Decision> decisions) {
                    return Uni.createFrom().voidItem();
                }
            },
            () -> INSTANCE,
            InstantSource.fixed(NOON));

    private long logged() {
        var verdict = LogChain.verify(DB.await(log.page(0, NOON.plusSeconds(1), 100)), INSTANCE.did());
        assertThat(verdict).isInstanceOf(LogChain.Verdict.Intact.class);
        return ((LogChain.Verdict.Intact) verdict).entries();
    }

    @Test
    void whatIsDecidedIsStoredLoggedAndPutIntoForceTogether() {
        long before = logged();
        Decision decision = decision("d1", Measure.SUSPEND, Subject.account("https://a.example/1"));
        assertThat(DB.await(desk.decide(decision))).isInstanceOf(Turn.Done.class);
        assertThat(changed).containsExactly(decision);
        assertThat(logged()).isEqualTo(before + 1);
        DB.await(desk.reverse(decision, "a mistake", BOB));
        assertThat(changed.getLast().reversed()).isPresent();
        assertThat(logged()).isEqualTo(before + 2);
    }

    @Test
    @DisplayName("whoever appealed is told that the decision stands, and one that is granted is told as taken back")
    void anAppealThatIsTurnedDownIsTold() {
        Subject troll = Subject.account("https://a.example/9");
        for (String id : List.of("a1", "a2")) {
            DB.await(desk.decide(decision(id, Measure.LIMIT, troll)));
            DB.await(desk.turn(
                    troll,
                    Optional.of(id),
                    "the troll",
                    now -> CaseRules.appeal(now, "not me", "the troll", NOON, CaseRules.APPEAL_WINDOW)));
        }
        DB.await(
                desk.turn(troll, Optional.of("a1"), BOB, now -> CaseRules.answer(now, false, "it was you", BOB, NOON)));
        DB.await(desk.turn(troll, Optional.of("a2"), BOB, now -> CaseRules.answer(now, true, "it was not", BOB, NOON)));
        assertThat(upheld).containsExactly("a1: it was you");
        assertThat(changed.getLast().id()).isEqualTo("a2");
        assertThat(changed.getLast().reversed()).isPresent();
    }

    @Test
    void whenTheDoorsCannotBeChangedNothingWasDecided() {
        long before = logged();
        broken = true;
        Decision decision = decision("d2", Measure.SUSPEND, Subject.account("https://a.example/2"));
        assertThatThrownBy(() -> DB.await(desk.decide(decision))).hasMessageContaining("jam");
        assertThat(DB.await(cases.decision("d2"))).isEmpty();
        assertThat(logged()).isEqualTo(before);
    }

    @Test
    void aPlanThatCannotBeCarriedOutStillWaits() {
        PlanStore plans = CaseStores.plans(DB.database());
        Decision decision = decision("d3", Measure.SUSPEND, Subject.account("https://a.example/3"));
        DB.await(plans.keep(new Plan("p", ANN, NOON, List.of(decision))));
        broken = true;
        assertThatThrownBy(() -> DB.await(desk.carryOut(plans, "p"))).hasMessageContaining("jam");
        broken = false;
        assertThat(DB.await(desk.carryOut(plans, "p")).orElseThrow().turns()).allMatch(Turn.Done.class::isInstance);
        assertThat(DB.await(desk.carryOut(plans, "p"))).isEmpty();
    }

    @Test
    @DisplayName("a plan about many and a decision about one of them never wait for each other")
    void aPlanTakesItsCasesFirst() {
        PlanStore plans = CaseStores.plans(DB.database());
        List<Decision> many = List.of(
                decision("o1", Measure.LABEL, Subject.account("https://o.example/2")),
                decision("o2", Measure.LABEL, Subject.account("https://o.example/1")));
        DB.await(plans.keep(new Plan("o", ANN, NOON, many)));
        var one = decision("o3", Measure.LIMIT, many.getLast().subject());
        var asked = new AtomicInteger();
        var other = new CompletableFuture<Turn>();
        // While the first is put into force, somebody else decides about the second.
        between = () -> {
            var turn =
                    desk.turn(one.subject(), Optional.empty(), BOB, now -> CaseRules.decide(counted(asked, now), one));
            // On a thread of its own, else it would join the plan's transaction.
            Thread.startVirtualThread(() -> turn.subscribe().with(other::complete, other::completeExceptionally));
            return DB.database().inTransaction(DeskTest::untilSomebodyWaits);
        };
        DB.await(desk.carryOut(plans, "o"));
        assertThat(other).succeedsWithin(Duration.ofSeconds(30)).isInstanceOf(Turn.Done.class);
        assertThat(changed).extracting(Decision::id).containsExactly("o1", "o2", "o3");
        assertThat(asked).as("tries, each undone but the last").hasValue(1);
    }

    private static Situation counted(AtomicInteger asked, Situation now) {
        asked.incrementAndGet();
        return now;
    }

    private static Uni<Void> untilSomebodyWaits(Mutiny.StatelessSession session) {
        return Database.query(session, "select 1 from pg_locks where not granted")
                .repeat()
                .until(rows -> !rows.isEmpty())
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Test
    void manyAtOnceAreUndoneAtOnce() {
        List<Decision> many = List.of(
                decision(
                        "b1",
                        Measure.LABEL,
                        Subject.account("https://b.example/1"),
                        Optional.empty(),
                        Optional.of("b")),
                decision(
                        "b2",
                        Measure.LABEL,
                        Subject.account("https://b.example/2"),
                        Optional.empty(),
                        Optional.of("b")),
                decision(
                        "b3",
                        Measure.LABEL,
                        Subject.account("https://b.example/3"),
                        Optional.empty(),
                        Optional.of("b")));
        DB.await(desk.decideAll(many));
        DB.await(desk.reverse(many.get(1), "not this one", BOB));
        changed.clear();
        assertThat(DB.await(desk.undo("b", "wrong list", BOB))).hasSize(2).allMatch(Turn.Done.class::isInstance);
        assertThat(changed).extracting(Decision::id).containsExactly("b1", "b3");
    }

    @Test
    void whatIsOnlySaidAmongColleaguesIsNotInTheLog() {
        long before = logged();
        DB.await(desk.turn(TROLL, Optional.empty(), BOB, now -> CaseRules.note(now, "keep an eye on this", BOB, NOON)));
        assertThat(logged()).isEqualTo(before);
        assertThat(changed).isEmpty();
    }
}
