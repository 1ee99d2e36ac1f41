package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Transactions;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.record.MemoryRecordStore;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What an instance gives to whom, and what it takes from peers that break the protocol. */
class HostilePeersTest {
    private static final Origin HOME = Origin.parse("https://home.example").orElseThrow();
    private static final byte[] LIST_EVERYTHING = {0x61, 0, 0, 2, 0};

    private final TestAccount account = new TestAccount(1);
    private final TestClock clock = new TestClock();
    private final SigningKey key = account.newKey();
    private final Did gateway = account.newKey().did();
    private final Did stranger = account.newKey().did();
    private final MemoryReplicas replicas = new MemoryReplicas();
    private final MemoryRepositories repositories = new MemoryRepositories(clock, new Sharing(replicas, key.did()));
    private final Replication replication = new Replication(new Replication.Surroundings(
            new Self(HOME, key),
            repositories,
            repositories.audits(),
            new ReplicatedRecords(
                    new MemoryRecordStore(clock, did -> OptionalLong.of(1)), repositories, key::did, clock),
            replicas,
            Transactions.IMMEDIATE,
            Effects.NONE,
            Verifier.DIRECT,
            (peer, request) -> Uni.createFrom().item(new PeerAnswer.Unreachable("nobody is asked here")),
            clock,
            count -> new byte[count]));
    private final PortableDocument open = account.note("/objects/1", "for everyone");
    private final PortableDocument secret = account.sign(
            account.noteAt(account.id("/objects/2").canonical(), "for one", "https://friend.example/users/x")
                    .build(),
            account.tick());

    HostilePeersTest() {
        PortableDocument actor = account.actor(
                HOME,
                1,
                more -> more.put("gateways", List.of(HOME.toString(), "https://second.example"))
                        .put("gatewayKeys", List.of(key.did().toString(), gateway.toString())));
        await(repositories.open(account.did(), RepositoryKind.ACCOUNT));
        await(repositories.admit(List.of(actor, open, secret)));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }

    private Answered ask(Did signer, PeerRequest request) {
        return await(replication.handle(signer, request));
    }

    private Answered fetch(Did signer, PortableDocument... documents) {
        JsonObject body = JsonObject.builder()
                .put("account", account.did().toString())
                .put(
                        "hashes",
                        List.of(documents).stream()
                                .map(one -> one.hash().multibase())
                                .toList())
                .build();
        return ask(signer, PeerRequest.post("fetch", PeerRequest.JSON, Jcs.bytes(body)));
    }

    private static List<Integer> kinds(Answered answer) {
        return Frame.read(answer.body()).orElseThrow().stream().map(Frame::kind).toList();
    }

    @Test
    @DisplayName("what is not public goes to pinned gateways only, whichever way it is asked for (P11)")
    void keepsPrivateDocumentsFromStrangers() {
        assertThat(kinds(fetch(gateway, open, secret))).containsExactly(1, 1);
        assertThat(kinds(fetch(stranger, open, secret))).containsExactly(1, 4);
        var page = PeerRequest.get("accounts/" + account.did() + "/records?after=0");
        assertThat(kinds(ask(gateway, page))).hasSize(3);
        assertThat(text(ask(stranger, page))).contains("for everyone").doesNotContain("for one");
        for (ItemClass itemClass : ItemClass.values()) {
            var items = PeerRequest.post(
                    "reconcile/items",
                    PeerRequest.FRAMES,
                    Frame.write(List.of(new Frame.Items(account.did(), itemClass, LIST_EVERYTHING))));
            assertThat(message(ask(stranger, items)).length > 0).isEqualTo(itemClass == ItemClass.PUBLIC);
            assertThat(message(ask(gateway, items))).isNotEmpty();
        }
    }

    @Test
    void hidesAnUnknownAccountLikeAForbiddenOne() {
        var other = new TestAccount(2).did();
        for (Did who : List.of(account.did(), other)) {
            var items = PeerRequest.post(
                    "reconcile/items",
                    PeerRequest.FRAMES,
                    Frame.write(List.of(new Frame.Items(who, ItemClass.DIRECT, LIST_EVERYTHING))));
            assertThat(message(ask(stranger, items))).isEmpty();
        }
    }

    private static byte[] message(Answered answer) {
        return ((Frame.Items) Frame.read(answer.body()).orElseThrow().getFirst()).message();
    }

    private static String text(Answered answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName(
            "a breach of the protocol is a clear 400 and costs score, until the peer is served no more; then it is forgotten (P9)")
    void lowersTheScoreOfThoseWhoBreakTheProtocol() {
        List<PeerRequest> breaches = List.of(
                PeerRequest.post("records", PeerRequest.FRAMES, new byte[] {9, 0, 0, 0, 0}),
                PeerRequest.post("records", PeerRequest.FRAMES, new byte[PeerRequest.MAX_BODY + 1]),
                PeerRequest.post("fetch", PeerRequest.JSON, "{}".getBytes(StandardCharsets.UTF_8)),
                PeerRequest.post("reconcile", PeerRequest.NEGENTROPY, new byte[] {0x31, (byte) 0x8B}),
                PeerRequest.post("reconcile", PeerRequest.NEGENTROPY, new byte[] {0x61, (byte) 0xFF}),
                PeerRequest.post("hello", PeerRequest.JSON, "{\"nonce\":\"short\"}".getBytes(StandardCharsets.UTF_8)));
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(ask(stranger, breaches.get(i % breaches.size())).status());
        }
        assertThat(answers.subList(0, 10)).containsOnly(400);
        assertThat(answers.subList(10, 12)).containsAnyOf(429);
        assertThat(fetch(stranger, open).status()).isEqualTo(429);
        assertThat(fetch(gateway, open).status()).isEqualTo(200);
        clock.advance(PeerState.HALF_LIFE.plusMinutes(10));
        assertThat(fetch(stranger, open).status()).isEqualTo(200);
    }

    @Test
    void takesNoForgedDocumentAndNoRecordOfAStranger() {
        byte[] forged = new String(open.bytes(), StandardCharsets.UTF_8)
                .replace("for everyone", "by somebody else")
                .getBytes(StandardCharsets.UTF_8);
        byte[] record = Jcs.bytes(JsonObject.builder()
                .put("type", "GatewayRecord")
                .put("account", account.did().toString())
                .build());
        var request = PeerRequest.post(
                "records",
                PeerRequest.FRAMES,
                Frame.write(List.of(new Frame.Document(forged), new Frame.GatewayRecord(record))));
        assertThat(text(ask(stranger, request))).contains("[\"refused: invalid\",\"unknown-account\"]");
        assertThat(await(replicas.state(stranger)).demerits()).isPositive();
    }

    @Test
    void refusesAStrangerThatAsksWithoutEnd() {
        var request = PeerRequest.get("accounts");
        long most = Quota.STRANGERS_RATE * Quota.BURST.toSeconds() / Quota.REQUEST;
        for (int i = 0; i < most; i++) {
            assertThat(ask(stranger, request).status()).isEqualTo(200);
        }
        Answered refused = ask(stranger, request);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.headers()).containsEntry("retry-after", "1");
        assertThat(ask(gateway, request).status()).as("others are served").isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ask(stranger, request).status()).isEqualTo(200);
    }
}
