package social.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.replication.Outcome;
import social.godwit.store.replication.Outcome.Kind;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What one gateway takes from another of what that one observed for an account of both. */
class ReplicatedRecordsTest {
    private static final String ANN = "https://far.example/ann";

    private final TestClock clock = new TestClock();
    private final TestAccount owner = new TestAccount(1);
    private final RecordMaker home = new RecordMaker("https://home.example", 1);
    private final RecordMaker second = new RecordMaker("https://second.example", 2);
    private final AtomicLong numbers = new AtomicLong();
    private final RecordStore store =
            new MemoryRecordStore(clock, account -> OptionalLong.of(numbers.incrementAndGet()));
    private final MemoryRepositories repositories = new MemoryRepositories(clock);
    private final ReplicatedRecords records = new ReplicatedRecords(store, repositories, () -> second.key.did(), clock);

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }

    @BeforeEach
    void sharesTheAccount() {
        await(repositories.open(owner.did(), RepositoryKind.ACCOUNT));
        publish(actor(1, home, second));
    }

    private void publish(PortableDocument document) {
        await(repositories.admit(List.of(document)));
    }

    private PortableDocument actor(long sequence, RecordMaker... gateways) {
        return owner.actor(
                gateways[0].origin,
                sequence,
                more -> more.put(
                                "gateways",
                                Stream.of(gateways)
                                        .map(one -> one.origin.toString())
                                        .toList())
                        .put(
                                "gatewayKeys",
                                Stream.of(gateways)
                                        .map(one -> one.key.did().toString())
                                        .toList()));
    }

    private GatewayRecord.Signed follow(RecordMaker by, String target) {
        Instant now = clock.instant();
        var request =
                new StrangerRequest(Optional.of(new StrangerRequest.Head(target, List.of())), "{\"type\":\"Follow\"}");
        return by.sign(GatewayRecord.ofRequest(
                owner.did(), by.origin, by.key.did(), RecordKind.FOLLOWER, ANN, now, now, request));
    }

    private GatewayRecord.Signed follow(RecordMaker by) {
        return follow(by, "/inbox");
    }

    private Outcome take(byte[] bytes) {
        return await(records.take(owner.did(), List.of(bytes))).getFirst();
    }

    @Test
    @DisplayName("a record of the home is kept, and its stranger's request waits to be verified")
    void ofTheHome() {
        GatewayRecord.Signed follow = follow(home);

        assertThat(records.account(follow.bytes())).contains(owner.did());
        assertThat(take(follow.bytes())).isEqualTo(Outcome.of(Kind.STORED));
        assertThat(take(follow.bytes())).isEqualTo(Outcome.of(Kind.KNOWN));

        assertThat(await(store.claim(10))).singleElement().satisfies(stored -> {
            assertThat(stored.hash()).isEqualTo(follow.hash());
            assertThat(stored.standing()).isEqualTo(Standing.PENDING);
        });
        assertThat(await(records.find(owner.did(), List.of(follow.hash())))
                        .get(follow.hash())
                        .number())
                .isZero();
        assertThat(await(records.after(owner.did(), 0, 10))).isEmpty();
        assertThat(await(records.summary(owner.did())).documents()).isEqualTo(1);
    }

    @Test
    @DisplayName("the account's own inbox, at whatever gateway, is a place where strangers send to; another's is not")
    void targets() {
        String inbox = owner.id("/actor/inbox")
                .at(home.origin)
                .substring(home.origin.toString().length());

        assertThat(take(follow(home, inbox).bytes())).isEqualTo(Outcome.of(Kind.STORED));
        assertThat(take(follow(home, "/users/bob/inbox").bytes()).kind()).isEqualTo(Kind.REFUSED);
    }

    @Test
    @DisplayName(
            "refused: by whom the account does not list, by an expired domain with a new key, of another account, no record")
    void refused() {
        RecordMaker elsewhere = new RecordMaker("https://elsewhere.example", 3);
        RecordMaker squatter = new RecordMaker("https://home.example", 4);
        TestAccount other = new TestAccount(2);
        Instant now = clock.instant();

        assertThat(take(follow(elsewhere).bytes()).kind()).isEqualTo(Kind.REFUSED);
        assertThat(take(follow(squatter).bytes()).kind()).isEqualTo(Kind.REFUSED);
        assertThat(take(home.follower(other.did(), ANN, now, now, "{}").bytes()).kind())
                .isEqualTo(Kind.REFUSED);
        assertThat(take("{}".getBytes(StandardCharsets.UTF_8)).kind()).isEqualTo(Kind.REFUSED);
        assertThat(await(records.summary(owner.did())).documents()).isZero();
    }

    @Test
    @DisplayName(
            "what a gateway observed while it was one counts on when the account has left it; outcomes keep their order")
    void leftGateway() {
        RecordMaker elsewhere = new RecordMaker("https://elsewhere.example", 3);
        clock.advance(Duration.ofSeconds(1));
        publish(actor(2, second));

        assertThat(await(records.take(
                        owner.did(),
                        List.of(follow(elsewhere).bytes(), follow(home).bytes(), new byte[0]))))
                .extracting(Outcome::kind)
                .containsExactly(Kind.REFUSED, Kind.STORED, Kind.REFUSED);
    }

    @Test
    @DisplayName("an account that is not here is unknown")
    void unknownAccount() {
        TestAccount other = new TestAccount(2);

        assertThat(await(records.take(other.did(), List.of(follow(home).bytes()))))
                .containsExactly(Outcome.of(Kind.UNKNOWN_ACCOUNT));
    }

    @Test
    @DisplayName("its own records are numbered for the others, and come back after a loss")
    void own() {
        GatewayRecord.Signed own = second.activity(owner.did(), "https://far.example/1", clock.instant());
        await(store.take(owner.did(), List.of(own), Standing.VERIFIED));

        assertThat(await(records.after(owner.did(), 0, 10))).singleElement().satisfies(numbered -> {
            assertThat(numbered.number()).isPositive();
            assertThat(numbered.bytes()).isEqualTo(own.bytes());
        });
    }
}
