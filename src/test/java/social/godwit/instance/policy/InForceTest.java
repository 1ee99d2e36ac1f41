package social.godwit.instance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.lang.reflect.Constructor;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.domain.DomainRuleStore;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.store.Database;
import social.godwit.store.Timers;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What the bridge keeps about somebody")
class InForceTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Did DID = SigningKey.generate(count -> new byte[count]).did();
    private static final Origin HERE = Origin.parse("https://here.example").orElseThrow();
    private static final RsaKeyPair RSA = RsaKeyPair.generate(InForceTest::random);
    private static final String ACTOR = "ap://" + DID + "/actor";
    private static final Subject ANN = Subject.account(ACTOR);
    private static final Subject POST = Subject.post("ap://" + DID + "/objects/1");
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestClock clock = new TestClock();
    private final Instance instance = new Instance(HERE.toString(), "test", false, true);
    private final CaseStore cases =
            bean(CaseStore.class, "social.godwit.network.moderation.HibernateCaseStore", DB.database());
    private final ModeratedIds moderated =
            bean(ModeratedIds.class, "social.godwit.activitypub.policy.HibernateModeratedIds", DB.database(), clock);
    private final AccountStore accounts = bean(
            AccountStore.class,
            "social.godwit.activitypub.account.HibernateAccountStore",
            DB.database(),
            instance,
            clock);
    private final InForce inForce = new InForce(cases, moderated, accounts, clock);
    private final List<Supplier<Uni<Void>>> readings = new ArrayList<>();
    private int decisions;

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static <T> T bean(Class<T> type, String name, Object... needs) {
        try {
            Constructor<?> constructor = Class.forName(name).getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return type.cast(constructor.newInstance(needs));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @BeforeEach
    void empty() {
        DB.execute("truncate account, account_name, moderated_id, case_file, case_entry, case_decision");
        DB.await(accounts.register(
                new Account(
                        DID,
                        "ann",
                        true,
                        HERE,
                        new ActorPaths(
                                "/actor",
                                "/inbox",
                                "/outbox",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        "",
                        Optional.empty(),
                        false,
                        Account.Status.ACTIVE,
                        RSA,
                        Optional.empty(),
                        List.of(HERE),
                        List.of(),
                        Instant.EPOCH),
                "zSealed"));
    }

    private Decision decision(Subject subject, Subject target, Measure measure, Optional<Duration> lasting) {
        return new Decision(
                "d" + ++decisions,
                subject,
                target,
                measure,
                "",
                new RuleReference("did:key:net", "3", "no-spam"),
                "facts",
                false,
                "did:key:mod",
                clock.instant(),
                lasting.map(clock.instant()::plus),
                Optional.empty(),
                Optional.empty());
    }

    private Uni<Void> turn(Decision about, Optional<String> named, Function<Situation, Turn> rule, Gate gate) {
        return DB.database()
                .inTransaction(() -> cases.turn(about.subject(), named, about.by(), clock.instant(), rule)
                        .invoke(turn -> assertThat(turn).isInstanceOf(Turn.Done.class))
                        .chain(() -> inForce.agree(InForce.key(about.target()), standing -> gate.passes())));
    }

    private Uni<Void> decide(Decision decision, Gate gate) {
        return turn(decision, Optional.empty(), now -> CaseRules.decide(now, decision), gate);
    }

    private Uni<Void> reverse(Decision decision, Gate gate) {
        return turn(
                decision,
                Optional.of(decision.id()),
                now -> CaseRules.reverse(now, "a mistake", "did:key:mod", clock.instant()),
                gate);
    }

    private Uni<Void> end(Gate gate) {
        return inForce.agree(ACTOR, standing -> gate.passes());
    }

    private Decision suspension(Optional<Duration> lasting) {
        return decision(ANN, ANN, Measure.SUSPEND, lasting);
    }

    private Decision decided(Decision decision) {
        DB.await(decide(decision, Gate.open()));
        return decision;
    }

    /** The second begins when the first has read what stands; the first goes on when the second has ended, or waits for it. */
    private static void cross(Function<Gate, Uni<Void>> first, Function<Gate, Uni<Void>> second) {
        Gate gate = new Gate();
        CompletableFuture<Void> one = first.apply(gate).subscribeAsCompletionStage();
        try {
            Awaitility.await().until(() -> gate.reached.getCount() == 0 || one.isDone());
            CompletableFuture<Void> two = second.apply(Gate.open()).subscribeAsCompletionStage();
            Awaitility.await().until(() -> two.isDone() || somebodyWaits());
            gate.opened.complete(null);
            two.join();
        } finally {
            gate.opened.complete(null);
            one.join();
        }
    }

    private static boolean somebodyWaits() {
        return DB.await(DB.database()
                                .inTransaction(session -> Database.query(
                                        session,
                                        "select count(*) as waiting from pg_stat_activity"
                                                + " where datname = current_database() and wait_event_type = 'Lock'")))
                        .getFirst()
                        .getLong("waiting")
                > 0;
    }

    /** Where somebody who has read what stands waits before writing. */
    private static final class Gate {
        final CountDownLatch reached = new CountDownLatch(1);
        final CompletableFuture<Void> opened = new CompletableFuture<>();

        static Gate open() {
            Gate gate = new Gate();
            gate.opened.complete(null);
            return gate;
        }

        Uni<Void> passes() {
            var context = Vertx.currentContext();
            reached.countDown();
            return Uni.createFrom()
                    .completionStage(opened)
                    .emitOn(command -> context.runOnContext(ignored -> command.run()));
        }
    }

    private void stands(Map<String, Stance> standing, String status) {
        assertThat(DB.await(moderated.all())).isEqualTo(standing);
        assertThat(status()).isEqualTo(status);
    }

    private void isOpen() {
        stands(Map.of(), "ACTIVE");
    }

    private void isHidden() {
        stands(Map.of(ACTOR, Stance.DENY), "SUSPENDED");
    }

    private static String status() {
        return DB.await(DB.database()
                        .inTransaction(session ->
                                Database.query(session, "select status from account where did = $1", DID.toString())))
                .getFirst()
                .getString("status");
    }

    @Test
    @DisplayName("is that it is hidden, when a suspension ends while another is decided")
    void endCrossesSuspension() {
        decided(suspension(Optional.of(HOUR)));
        clock.advance(HOUR);
        Decision second = suspension(Optional.empty());
        cross(this::end, gate -> decide(second, gate));
        isHidden();
    }

    @Test
    @DisplayName("is that it is hidden, when another suspension is decided while one ends")
    void suspensionCrossesEnd() {
        decided(suspension(Optional.of(HOUR)));
        clock.advance(HOUR);
        Decision second = suspension(Optional.empty());
        cross(gate -> decide(second, gate), this::end);
        isHidden();
    }

    @Test
    @DisplayName("is that nothing stands, when one suspension ends while the other is taken back")
    void endCrossesReversal() {
        decided(suspension(Optional.of(HOUR)));
        Decision second = decided(suspension(Optional.empty()));
        clock.advance(HOUR);
        cross(this::end, gate -> reverse(second, gate));
        isOpen();
    }

    @Test
    @DisplayName("is that a post is hidden, when in one case that is taken back while it is decided in another")
    void reversalCrossesSuspensionInAnotherCase() {
        Decision first = decided(decision(ANN, POST, Measure.SUSPEND, Optional.empty()));
        Decision second = decision(POST, POST, Measure.SUSPEND, Optional.empty());
        cross(gate -> reverse(first, gate), gate -> decide(second, gate));
        stands(Map.of(POST.id(), Stance.DENY), "ACTIVE");
        Decision third = decision(ANN, POST, Measure.SUSPEND, Optional.empty());
        cross(gate -> decide(third, gate), gate -> reverse(second, gate));
        stands(Map.of(POST.id(), Stance.DENY), "ACTIVE");
    }

    @Test
    @DisplayName("is that nothing stands, when an appeal is granted in one case while it is taken back in another")
    void appealCrossesReversal() {
        Decision first = decided(decision(ANN, POST, Measure.SUSPEND, Optional.empty()));
        Decision second = decided(decision(POST, POST, Measure.SUSPEND, Optional.empty()));
        Instant now = clock.instant();
        DB.await(cases.turn(
                ANN,
                Optional.of(first.id()),
                "ann",
                now,
                before -> CaseRules.appeal(before, "not me", "ann", now, CaseRules.APPEAL_WINDOW)));
        cross(
                gate -> turn(
                        first,
                        Optional.of(first.id()),
                        before -> CaseRules.answer(before, true, "it was not", "did:key:other", now),
                        gate),
                gate -> reverse(second, gate));
        isOpen();
    }

    @Test
    @DisplayName("is what the weaker decision says, once the stronger has ended by itself")
    void theWeakerStaysInForce() {
        NetworkFederationPolicy policy = started();
        decided(decision(ANN, ANN, Measure.LIMIT, Optional.empty()));
        decided(suspension(Optional.of(HOUR)));
        read();
        isHidden();
        clock.advance(HOUR);
        read();
        stands(Map.of(ACTOR, Stance.LIMIT), "ACTIVE");
        assertThat(policy.standing(ACTOR).stance()).isEqualTo(Stance.LIMIT);
    }

    @Test
    @DisplayName("is put right by a later reading, when the database failed as a suspension ended")
    void endsLater() {
        started();
        decided(suspension(Optional.of(HOUR)));
        read();
        clock.advance(HOUR);
        DB.execute("alter table moderated_id rename to moderated_away");
        try {
            assertThatThrownBy(this::read).hasMessageContaining("moderated_id");
        } finally {
            DB.execute("alter table moderated_away rename to moderated_id");
        }
        isHidden();
        read();
        isOpen();
    }

    @Test
    @DisplayName("is what the weaker decision says, when the stronger ended while nobody ran this instance")
    void theWeakerStaysInForceAfterAStart() {
        decided(decision(ANN, ANN, Measure.LIMIT, Optional.empty()));
        decided(suspension(Optional.of(HOUR)));
        clock.advance(HOUR);
        started();
        stands(Map.of(ACTOR, Stance.LIMIT), "ACTIVE");
    }

    private NetworkFederationPolicy started() {
        var policy = new NetworkFederationPolicy(
                bean(DomainRuleStore.class, "social.godwit.network.domain.HibernateDomainRuleStore", DB.database()),
                cases,
                moderated,
                inForce,
                new ModerationDoors(inForce, moderated, accounts, null, null),
                null,
                null,
                instance,
                clock);
        policy.start(new StartupEvent(), new Timers() {
            @Override
            public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
                readings.add(work);
                return null;
            }

            @Override
            public Uni<Void> after(Duration delay) {
                throw new UnsupportedOperationException();
            }
        });
        return policy;
    }

    private void read() {
        readings.forEach(reading -> DB.await(reading.get()));
    }
}
