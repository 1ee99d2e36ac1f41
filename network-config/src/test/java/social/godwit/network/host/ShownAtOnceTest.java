package social.godwit.network.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;
import social.godwit.store.testing.VirtualTimers;

/** Time stands still in these tests, but where they let it pass. */
@DisplayName("What is said at this instance is shown")
class ShownAtOnceTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final int PATIENCE_SECONDS = 30;
    private static int seed;

    private final TestClock clock = new TestClock();
    private final VirtualTimers timers = new VirtualTimers(clock);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final NetworkStore store = breaking(new HibernateNetworkStore(DB.database()));
    private final SigningKey steward = key();
    private final SigningKey network = key();
    private final Did did = network.did();
    private final Repositories repositories =
            BenchRepositories.over(DB.database(), clock, changes -> networks().changed(changes));
    private final Networks networks = new Networks(store, repositories, DB.database(), clock);

    /** The number that was shown after each reading. */
    private final BlockingQueue<Long> readings = new ArrayBlockingQueue<>(100);

    /** Keeps a transaction or a reading from its end. */
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private volatile Uni<Void> held = Uni.createFrom().voidItem();

    private Networks networks() {
        return networks;
    }

    private static SigningKey key() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) ++seed);
        return SigningKey.generate(count -> bytes);
    }

    /** One look at what is hosted fails whenever {@code broken} is set. */
    private NetworkStore breaking(NetworkStore real) {
        return (NetworkStore) Proxy.newProxyInstance(
                NetworkStore.class.getClassLoader(),
                new Class<?>[] {NetworkStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("hosted") && broken.getAndSet(false)) {
                        readings.add(-1L);
                        return Uni.createFrom().failure(new IllegalStateException("no database for a moment"));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @BeforeEach
    void hosts() {
        DB.await(repositories.open(steward.did(), RepositoryKind.ACCOUNT));
        DB.await(networks.host(did, List.of()));
    }

    @AfterEach
    void holdsNothing() {
        end.complete(null);
    }

    private void begin() {
        networks.start(timers, () -> {
            readings.add(networks.number(did));
            return held;
        });
    }

    private KeptAct founding() {
        Charter charter = ((CharterReading.Read)
                        Charter.read(FirstCharter.of(did, "Birds", List.of(steward.did()), clock.instant())))
                .charter();
        SignedAct act = SignedAct.sign(new Founding(did, clock.instant(), charter), network);
        return new KeptAct(act, Jcs.bytes(act.document()));
    }

    private void found() {
        DB.await(networks.host(did, List.of(founding())));
        assertThat(networks.number(did)).isEqualTo(1);
    }

    private Uni<?> says(int subject) {
        Act act = new Approval(did, clock.instant(), Sha256.of(new byte[] {(byte) subject}));
        byte[] bytes = Jcs.bytes(SignedAct.sign(act, steward).document());
        return repositories.admit(List.of(((Admissible) PortableDocument.read(bytes, clock.instant())).document()));
    }

    /** The number that is shown after the next reading. */
    private long reading() throws InterruptedException {
        Long number = readings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(number).as("a reading").isNotNull();
        return number;
    }

    @Test
    @DisplayName("at once, without the time passing in which the instance looks by itself")
    void atOnce() throws InterruptedException {
        found();
        begin();
        DB.await(says(1));
        assertThat(reading()).isEqualTo(2);
        DB.await(says(2));
        assertThat(reading()).isEqualTo(3);
    }

    @Test
    @DisplayName("with one reading more, when much is said while one runs")
    void aBurst() throws InterruptedException {
        found();
        begin();
        held = Uni.createFrom().completionStage(end);
        DB.await(says(0));
        assertThat(reading()).isEqualTo(2);
        for (int i = 1; i <= 20; i++) {
            DB.await(says(i));
        }
        assertThat(readings).as("while one runs").isEmpty();
        held = Uni.createFrom().voidItem();
        end.complete(null);
        assertThat(reading()).isEqualTo(22);
        DB.await(says(21));
        assertThat(reading()).as("and nothing between").isEqualTo(23);
    }

    @Test
    @DisplayName("also after a reading that failed")
    void afterAFailure() throws InterruptedException {
        found();
        begin();
        broken.set(true);
        DB.await(says(1));
        assertThat(reading()).as("failed").isEqualTo(-1);
        DB.await(says(2));
        assertThat(reading()).isEqualTo(3);
    }

    @Test
    @DisplayName("after a reading that failed, at the next look where nothing more is said")
    void afterAFailureByItself() throws InterruptedException {
        found();
        begin();
        broken.set(true);
        DB.await(says(1));
        assertThat(reading()).as("failed").isEqualTo(-1);
        List<Long> found = new ArrayList<>();
        while (found.isEmpty()) {
            // The series rests a moment after the failure was told.
            timers.pass(Networks.PERIOD);
            readings.drainTo(found);
        }
        assertThat(found.getFirst()).isEqualTo(2);
    }

    @Test
    @DisplayName("once it is committed, and nothing is read for what is rolled back")
    void onceItIsCommitted() throws InterruptedException {
        found();
        begin();
        Uni<?> undone = DB.database()
                .inTransaction(
                        () -> says(1).chain(() -> Uni.createFrom().failure(new IllegalStateException("undone"))));
        assertThatThrownBy(() -> DB.await(undone)).hasMessage("undone");
        var said = new CompletableFuture<Void>();
        var committed = DB.database()
                .inTransaction(() -> says(2).invoke(() -> said.complete(null))
                        .chain(() -> Uni.createFrom().completionStage(end)))
                .subscribeAsCompletionStage();
        assertThat(said).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(readings).isEmpty();
        end.complete(null);
        assertThat(committed).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        assertThat(reading()).isEqualTo(2);
        assertThat(readings).isEmpty();
    }

    @Test
    @DisplayName("when their word begins to count while it is being stored")
    void whileItIsStored() throws InterruptedException {
        begin();
        var said = new CompletableFuture<Void>();
        var committed = DB.database()
                .inTransaction(() -> says(1).invoke(() -> said.complete(null))
                        .chain(() -> Uni.createFrom().completionStage(end)))
                .subscribeAsCompletionStage();
        assertThat(said).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        DB.await(networks.host(did, List.of(founding())));
        assertThat(networks.number(did))
                .as("the reading that found the steward")
                .isEqualTo(1);
        end.complete(null);
        assertThat(committed).succeedsWithin(Duration.ofSeconds(PATIENCE_SECONDS));
        long number = reading();
        while (number < 2) {
            number = reading();
        }
        assertThat(number).isEqualTo(2);
    }
}
