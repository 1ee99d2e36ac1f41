package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.replication.Node.await;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.replication.Mirror.Kind;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What is mirrored, what never is, and how an instance that lost everything gets it back. */
class MirroringTest {
    private final TestClock clock = new TestClock();
    private final Map<Did, Node> network = Node.network();
    private final Node home = new Node("home.example", network, clock);
    private final Node mirror = new Node("mirror.example", network, clock);
    private final TestAccount account = new TestAccount(7);

    @Test
    void keepsAnAccountAndFollowsIt() {
        home.open(account.did());
        PortableDocument first = account.note("/objects/1", "one");
        home.admit(first, secret("/objects/2"));
        begin(Optional.of(account.did()), Kind.ACCOUNT, Mirror.USUAL_QUOTA);
        turns();
        assertThat(held(mirror)).containsExactly(first.hash());
        PortableDocument second = account.note("/objects/3", "two");
        home.admit(second);
        turns();
        assertThat(held(mirror)).containsExactly(first.hash(), second.hash());
        await(mirror.replicas.mirrors().remove(account.did().toString()));
        home.admit(account.note("/objects/4", "three"));
        turns();
        assertThat(held(mirror)).hasSize(2);
    }

    @Test
    void keepsEverythingPublicOnAPeerAndFollowsItsStream() {
        TestAccount other = new TestAccount(8);
        home.open(account.did());
        home.open(other.did());
        home.admit(account.note("/objects/1", "one"), secret("/objects/2"), other.note("/objects/1", "other"));
        begin(Optional.empty(), Kind.INSTANCE, Mirror.USUAL_QUOTA);
        turns();
        assertThat(held(mirror)).hasSize(1);
        assertThat(held(mirror, other.did())).hasSize(1);
        TestAccount third = new TestAccount(9);
        home.open(third.did());
        PortableDocument late = third.note("/objects/1", "late");
        home.admit(
                late,
                account.activity(
                        "/activities/1", "Delete", account.id("/objects/1").canonical()));
        turns();
        assertThat(held(mirror, third.did())).containsExactly(late.hash());
        assertThat(await(mirror.repositories.find(account.id("/objects/1"))))
                .isInstanceOf(social.godwit.store.document.Lookup.Deleted.class);
    }

    @Test
    @DisplayName("P11: a mirror takes nothing that is not public, and nothing of another account, even if it is sent")
    void takesNothingElse() {
        TestAccount other = new TestAccount(8);
        home.open(account.did());
        PortableDocument note = account.note("/objects/1", "one");
        home.admit(note);
        home.lie = (request, answer) -> request.target().contains("/records")
                ? new Answered(
                        200,
                        PeerRequest.FRAMES,
                        Map.of("godwit-position", request.target().contains("after=0&") ? "3" : "4"),
                        Frame.write(List.of(
                                new Frame.Document(secret("/objects/2").bytes()),
                                new Frame.Document(other.note("/objects/1", "not asked for")
                                        .bytes()),
                                new Frame.Document(note.bytes()))))
                : answer;
        begin(Optional.of(account.did()), Kind.ACCOUNT, Mirror.USUAL_QUOTA);
        turns();
        assertThat(held(mirror)).containsExactly(note.hash());
        assertThat(await(mirror.repositories.kind(other.did()))).isEmpty();
    }

    @Test
    @DisplayName(
            "what was passed over once is found a day later, with a small request when nothing was, and nothing is sent to the source")
    void findsWhatItMissed() {
        TestAccount other = new TestAccount(8);
        home.open(account.did());
        home.open(other.did());
        home.admit(account.note("/objects/1", "one"), account.note("/objects/2", "two"));
        home.admit(other.note("/objects/1", "x"), other.note("/objects/2", "y"));
        List<String> asked = new ArrayList<>();
        home.lie = (request, answer) -> {
            asked.add(request.method() + " " + request.target());
            return request.target().contains("/records?after=0") ? withoutTheFirst(answer) : answer;
        };
        begin(Optional.of(account.did()), Kind.ACCOUNT, Mirror.USUAL_QUOTA);
        begin(Optional.empty(), Kind.INSTANCE, Mirror.USUAL_QUOTA);
        await(mirror.replicas.mirrors().fetched(home.peer.key(), account.did(), 2));
        await(mirror.repositories.open(account.did(), RepositoryKind.ACCOUNT));
        await(mirror.repositories.admit(List.of(account.note("/objects/9", "only here"))));
        asked.clear();
        turns();
        assertThat(held(mirror)).hasSize(3).containsAll(held(home));
        assertThat(held(mirror, other.did()))
                .as("the first one, which was left out, too")
                .hasSize(2);
        assertThat(asked).noneMatch(request -> request.equals("POST /store/v1/records"));
        asked.clear();
        turns();
        assertThat(asked).as("no more today").noneMatch(request -> request.startsWith("POST"));
        clock.advance(Mirroring.WALK);
        turns();
        assertThat(asked.stream().filter(request -> request.startsWith("POST")))
                .as("one request for each of both mirrors")
                .hasSize(2);
    }

    private static Answered withoutTheFirst(Answered answer) {
        List<Frame> frames = Frame.read(answer.body()).orElseThrow();
        return new Answered(
                answer.status(),
                answer.contentType(),
                answer.headers(),
                Frame.write(frames.subList(Math.min(1, frames.size()), frames.size())));
    }

    @Test
    void stopsAtItsQuota() {
        home.open(account.did());
        begin(Optional.of(account.did()), Kind.ACCOUNT, 2_000);
        for (int i = 0; i < 20; i++) {
            home.admit(account.note("/objects/" + i, "x".repeat(200)));
            turns();
        }
        Mirror now = await(mirror.replicas.mirrors().all()).getFirst();
        assertThat(now.problem()).contains("quota");
        assertThat(held(mirror).size()).isBetween(1, 5);
    }

    @Test
    void walksThroughEverythingAgainWhenTheStreamHasForgottenItsPlace() {
        home.open(account.did());
        home.admit(account.note("/objects/1", "one"));
        begin(Optional.empty(), Kind.INSTANCE, Mirror.USUAL_QUOTA);
        turns();
        home.admit(account.note("/objects/2", "two"));
        clock.advance(social.godwit.store.stream.PublicStream.KEPT.plusDays(1));
        home.admit(account.note("/objects/3", "three"));
        await(home.stream.forget(1_000));
        turns();
        turns();
        assertThat(held(mirror)).hasSize(3);
        assertThat(await(mirror.replicas.mirrors().all()).getFirst().cursor()).isPresent();
    }

    @Test
    void saysWhatIsWrongAndGoesOnWhenThePeerIsBack() {
        home.open(account.did());
        begin(Optional.of(account.did()), Kind.ACCOUNT, Mirror.USUAL_QUOTA);
        network.remove(home.peer.key());
        turns();
        assertThat(await(mirror.replicas.mirrors().all()).getFirst().problem()).isNotEmpty();
        network.put(home.peer.key(), home);
        home.admit(account.note("/objects/1", "one"));
        clock.advance(java.time.Duration.ofMinutes(10));
        turns();
        assertThat(held(mirror)).hasSize(1);
        assertThat(await(mirror.replicas.mirrors().all()).getFirst().problem()).isEmpty();
    }

    @Test
    void mirrorsOnlyWhatAnswersAsAnInstanceDoes() {
        assertThat(await(mirror.replication.mirror(
                        Origin.parse("https://nobody.example").orElseThrow(), Optional.empty(), Kind.INSTANCE, 1)))
                .isFalse();
        home.lie = (request, answer) ->
                Answered.ok(PeerRequest.JSON, "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(await(mirror.replication.mirror(home.peer.origin(), Optional.empty(), Kind.INSTANCE, 1)))
                .isFalse();
        assertThat(await(mirror.replicas.mirrors().all())).isEmpty();
    }

    @Test
    @DisplayName("An instance that lost its data and kept its key gets every class of its accounts back from a peer")
    void refills() {
        TestAccount stranger = new TestAccount(8);
        home.open(account.did());
        home.open(stranger.did());
        home.admit(
                account.actor(
                        Origin.parse("https://home.example").orElseThrow(),
                        1,
                        more -> more.put("gateways", List.of("https://home.example", "https://mirror.example"))
                                .put(
                                        "gatewayKeys",
                                        List.of(
                                                home.peer.key().toString(),
                                                mirror.peer.key().toString()))),
                account.note("/objects/1", "one"),
                secret("/objects/2"));
        home.admit(
                stranger.actor(Origin.parse("https://home.example").orElseThrow(), 1, more -> more),
                stranger.note("/objects/1", "of no concern here"));
        begin(Optional.empty(), Kind.REFILL, Mirror.USUAL_QUOTA);
        turns();
        Node.settle(clock, mirror, home);
        assertThat(held(mirror)).containsExactlyInAnyOrderElementsOf(held(home));
        assertThat(held(mirror)).hasSize(3);
        assertThat(await(mirror.repositories.kind(stranger.did()))).isEmpty();
        assertThat(await(mirror.replicas.mirrors().all()).getFirst().walkedAt()).isPresent();
    }

    @Test
    @DisplayName("A client adds a gateway with an Update: the actor document that lists it comes inside")
    void refillsAccountsWhoseUpdatedActorListsThisInstance() {
        Origin origin = Origin.parse("https://home.example").orElseThrow();
        PortableDocument note = account.note("/objects/1", "one");
        home.open(account.did());
        home.admit(
                account.actor(origin, 1, more -> more),
                account.activity(
                        "/activities/1",
                        "Update",
                        account.actor(
                                origin,
                                2,
                                more -> more.put(
                                        "gateways", List.of("https://home.example", "https://mirror.example")))),
                note);
        begin(Optional.empty(), Kind.REFILL, Mirror.USUAL_QUOTA);
        turns();
        assertThat(await(mirror.repositories.find(account.did(), note.hash()))).isPresent();
    }

    @Test
    @DisplayName(
            "A mirror is no peer: it is behind with nothing, and sends the account's gateways nothing and asks for no session")
    void sharesWithNobody() {
        home.open(account.did());
        home.admit(
                account.actor(
                        home.peer.origin(),
                        1,
                        more -> more.put("gateways", List.of(home.peer.origin().toString()))
                                .put("gatewayKeys", List.of(home.peer.key().toString()))),
                account.note("/objects/1", "one"));
        begin(Optional.of(account.did()), Kind.ACCOUNT, Mirror.USUAL_QUOTA);
        turns();
        assertThat(held(mirror)).hasSize(2);
        List<String> asked = new ArrayList<>();
        home.lie = (request, answer) -> {
            asked.add(request.target());
            return answer;
        };
        await(mirror.repositories.admit(List.of(account.note("/objects/9", "only here"))));
        Node.settle(clock, mirror, home);
        assertThat(await(mirror.replicas.peers(Optional.empty()))).isEmpty();
        assertThat(await(mirror.replicas.of(account.did()))).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("A gateway that was taken out of the list still passes on what it alone has")
    void passesOnWhatItAloneHas() {
        home.open(account.did());
        mirror.open(account.did());
        PortableDocument both = account.actor(home.peer.origin(), 1, more -> pinning(more, home, mirror));
        PortableDocument one = account.actor(home.peer.origin(), 2, more -> pinning(more, home));
        home.admit(both);
        mirror.admit(both);
        Node.settle(clock, mirror, home);
        PortableDocument alone = account.note("/objects/1", "taken by the one that is removed");
        mirror.admit(alone, one);
        Node.settle(clock, mirror, home);
        assertThat(held(home)).contains(alone.hash());
    }

    private static JsonObject.Builder pinning(JsonObject.Builder actor, Node... gateways) {
        return actor.put(
                        "gateways",
                        Stream.of(gateways)
                                .map(node -> node.peer.origin().toString())
                                .toList())
                .put(
                        "gatewayKeys",
                        Stream.of(gateways)
                                .map(node -> node.peer.key().toString())
                                .toList());
    }

    private PortableDocument secret(String path) {
        return account.sign(
                account.noteAt(
                                account.id(path).canonical(),
                                "secret",
                                account.id("/actor").canonical())
                        .build(),
                account.tick());
    }

    private void begin(Optional<Did> of, Kind kind, long quota) {
        assertThat(await(mirror.replication.mirror(home.peer.origin(), of, kind, quota)))
                .isTrue();
    }

    private void turns() {
        for (int i = 0; i < 4; i++) {
            await(mirror.replication.mirror());
            clock.advance(Mirroring.LOOK);
        }
    }

    private List<Sha256> held(Node node) {
        return held(node, account.did());
    }

    private static List<Sha256> held(Node node, Did account) {
        return new ArrayList<>(
                await(node.repositories.after(account, 0, EnumSet.allOf(Visibility.class), 1_000)).stream()
                        .map(StoredDocument::hash)
                        .toList());
    }
}
