package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.SealedItems;
import social.godwit.store.negentropy.Step;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.record.StrangerRequest;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What gateways observed goes to the account's own gateways, and to nobody else by any way. */
class RecordsStayWithGatewaysTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node second = new Node("second.example", network, clock);
    private final Node stranger = new Node("stranger.example", network, clock);
    private final TestAccount account = new TestAccount(7);

    @BeforeEach
    void sharedByTwo() {
        for (Node node : List.of(home, second, stranger)) {
            node.open(account.did());
        }
        home.admit(actor(1, home, second));
        second.admit(actor(1, home, second));
        stranger.admit(actor(1, home, second));
        home.admit(account.note("/objects/1", "for everyone"));
    }

    private PortableDocument actor(long sequence, Node... gateways) {
        return account.actor(
                gateways[0].peer.origin(),
                sequence,
                more -> more.put(
                                "gateways",
                                Stream.of(gateways)
                                        .map(node -> node.peer.origin().toString())
                                        .toList())
                        .put(
                                "gatewayKeys",
                                Stream.of(gateways)
                                        .map(node -> node.peer.key().toString())
                                        .toList()));
    }

    private GatewayRecord follow(Node by) {
        return GatewayRecord.ofRequest(
                account.did(),
                by.peer.origin(),
                by.peer.key(),
                RecordKind.FOLLOWER,
                "https://far.example/ann",
                clock.instant(),
                clock.instant(),
                new StrangerRequest(Optional.empty(), "{\"type\":\"Follow\"}"));
    }

    private List<StoredRecord> at(Node node) {
        return await(node.records.about(account.did(), RecordKind.FOLLOWER, "https://far.example/ann", 10));
    }

    private Answered ask(Node from, String target, String type, byte[] body) {
        return await(home.replication.handle(from.peer.key(), PeerRequest.post(target, type, body)));
    }

    private List<Frame> fetch(Node from, Sha256 hash) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("account", account.did().toString())
                .put("hashes", List.of(hash.multibase()))
                .build());
        return Frame.read(ask(from, "fetch", PeerRequest.JSON, body).body()).orElseThrow();
    }

    private byte[] itemsOf(Node from) {
        Step step = await(Negentropy.initiate(SealedItems.of(List.of()), 0));
        byte[] body =
                Frame.write(List.of(new Frame.Items(account.did(), ItemClass.RECORDS, ((Step.Next) step).message())));
        Frame answer = Frame.read(
                        ask(from, "reconcile/items", PeerRequest.FRAMES, body).body())
                .orElseThrow()
                .getFirst();
        return ((Frame.Items) answer).message();
    }

    @Test
    @DisplayName("a gateway that has not heard yet of another takes its record five minutes later, not an hour")
    void isTakenSoonFromANewGateway() {
        stranger.admit(actor(2, home, second, stranger));
        Replica atHome =
                await(stranger.replicas.find(home.peer.key(), account.did())).orElseThrow();
        await(stranger.replicas.taken(home.peer.key(), Map.of(account.did(), atHome.newest()), clock.instant()));
        stranger.observe(follow(stranger));
        await(stranger.replication.push());
        assertThat(at(home)).as("unknown as yet").isEmpty();

        home.admit(actor(2, home, second, stranger));
        clock.advance(Pushing.NOT_YET);
        await(stranger.replication.push());
        assertThat(at(home)).hasSize(1);
    }

    @Test
    @DisplayName("a record is pushed to the account's other gateway, where it waits to be verified")
    void pushed() {
        Node.settle(clock, home, second, stranger);
        home.observe(follow(home));

        await(home.replication.push());

        assertThat(at(second))
                .singleElement()
                .satisfies(stored -> assertThat(stored.standing()).isEqualTo(Standing.PENDING));
        assertThat(at(stranger)).isEmpty();
    }

    @Test
    @DisplayName("a gateway that was away finds it by reconciling")
    void reconciled() {
        Node.settle(clock, home, second);
        network.remove(second.peer.key());
        home.observe(follow(home));
        Node.settle(clock, home);
        network.put(second.peer.key(), second);

        clock.advance(Duration.ofHours(1));
        Node.settle(clock, home, second);

        assertThat(at(second)).hasSize(1);
    }

    @Test
    @DisplayName(
            "whoever is no gateway of the account gets it by no request: not by hash, not by set, not in the stream")
    void notForOthers() {
        home.observe(follow(home));
        Sha256 hash = at(home).getFirst().hash();

        assertThat(fetch(second, hash)).hasOnlyElementsOfType(Frame.GatewayRecord.class);
        assertThat(fetch(stranger, hash)).containsExactly(new Frame.Absent(hash));
        assertThat(itemsOf(second)).isNotEmpty();
        assertThat(itemsOf(stranger)).isEmpty();
        Answered stream = await(home.replication.handle(
                stranger.peer.key(), PeerRequest.get("accounts/" + account.did() + "/records?after=0")));
        assertThat(new String(stream.body(), StandardCharsets.UTF_8))
                .contains("for everyone")
                .doesNotContain("far.example");
    }

    @Test
    @DisplayName("nor does a gateway that the account has left")
    void notForFormerGateways() {
        home.observe(follow(home));
        Sha256 hash = at(home).getFirst().hash();
        assertThat(fetch(second, hash)).hasOnlyElementsOfType(Frame.GatewayRecord.class);

        home.admit(actor(2, home));

        assertThat(fetch(second, hash)).containsExactly(new Frame.Absent(hash));
        assertThat(itemsOf(second)).isEmpty();
    }

    @Test
    @DisplayName("what others send is not taken: from no gateway, or made by none")
    void notFromOthers() {
        GatewayRecord.Signed byStranger = follow(stranger).sign(stranger.key).orElseThrow();
        GatewayRecord.Signed bySecond = follow(second).sign(second.key).orElseThrow();

        byte[] one = Frame.write(List.of(new Frame.GatewayRecord(bySecond.bytes())));
        assertThat(new String(ask(stranger, "records", PeerRequest.FRAMES, one).body(), StandardCharsets.UTF_8))
                .contains("unknown-account");
        byte[] other = Frame.write(List.of(new Frame.GatewayRecord(byStranger.bytes())));
        assertThat(new String(ask(second, "records", PeerRequest.FRAMES, other).body(), StandardCharsets.UTF_8))
                .contains("refused");
        assertThat(at(home)).isEmpty();

        ask(second, "records", PeerRequest.FRAMES, one);
        assertThat(at(home)).hasSize(1);
    }
}
