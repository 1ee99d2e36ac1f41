package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.attested.RecordVerifier;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.AttestedAdmission;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.RealSignatures;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.record.StrangerRequest;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.Replica;
import social.godwit.store.testing.TestDatabase;

/** What strangers send to one gateway of an account, as the account's other gateway comes to know of it. */
class RecordsBetweenGatewaysTest {
    private static final Origin HOME = Instances.HERE;
    private static final Origin SECOND = Origin.parse("https://second.test").orElseThrow();

    private static TestDatabase homeDb;
    private static TestDatabase secondDb;
    private static int number;

    private final RealSignatures strangers = new RealSignatures();
    private Instances home;
    private Instances second;
    private Account alice;
    private Account aliceAtSecond;
    private String bob;

    @BeforeAll
    static void open() {
        homeDb = TestDatabase.create();
        secondDb = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        homeDb.close();
        secondDb.close();
    }

    @BeforeEach
    void twoGateways() {
        number++;
        home = new Instances(homeDb, HOME);
        second = new Instances(secondDb, SECOND);
        alice = home.share(home.account("alice" + number, false), HOME, List.of(HOME, SECOND));
        aliceAtSecond = second.share(alice, SECOND, List.of(HOME, SECOND));
        bob = "https://far" + number + ".test/users/bob";
        for (Instances each : List.of(home, second)) {
            each.verifier = strangers.verifier();
            each.stranger(bob);
        }
    }

    private Admission post(Instances to, Origin origin, JsonObject activity) {
        return post(to, origin, bob, activity);
    }

    private Admission post(Instances to, Origin origin, String stranger, JsonObject activity) {
        IncomingRequest request =
                strangers.post(origin.toString(), "/inbox", stranger, bytes(activity), to.clock.instant());
        Admission admission = to.await(to.admission.admit(request, Optional.empty()));
        to.settle();
        return admission;
    }

    private static byte[] bytes(JsonObject activity) {
        return activity.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What one gateway has made of its own comes to the other, as often as it likes. */
    private void carry(Instances from, Instances to) {
        List<StoredRecord> made = from.await(
                from.records.after(alice.did(), from.get(InstanceKeys.class).did(), 0, 1_000));
        hand(
                to,
                made.stream()
                        .map(stored -> new GatewayRecord.Signed(stored.record(), stored.bytes()))
                        .toArray(GatewayRecord.Signed[]::new));
    }

    private void hand(Instances to, GatewayRecord.Signed... records) {
        to.await(to.records.take(alice.did(), List.of(records), Standing.PENDING));
        verify(to);
    }

    private void verify(Instances to) {
        to.await(to.get(RecordVerifier.class).drain());
        to.settle();
    }

    /** What a gateway that lies signs. */
    private GatewayRecord.Signed attested(
            RecordKind kind, String subject, Instant said, Instant received, IncomingRequest request) {
        InstanceKeys keys = home.get(InstanceKeys.class);
        var head = new StrangerRequest.Head(
                request.rawTarget(),
                request.headers().fields().entrySet().stream()
                        .flatMap(field -> field.getValue().stream()
                                .map(value -> new StrangerRequest.Field(field.getKey(), value)))
                        .toList());
        return GatewayRecord.ofRequest(
                        alice.did(),
                        HOME,
                        keys.did(),
                        kind,
                        subject,
                        received,
                        said,
                        new StrangerRequest(Optional.of(head), new String(request.body(), StandardCharsets.UTF_8)))
                .sign(keys.identity())
                .orElseThrow();
    }

    private long followers(Instances at) {
        return at.count(
                "select count(*) from follower where account = $1 and accepted",
                alice.did().toString());
    }

    private long notifications(Instances at) {
        return at.count(
                "select count(*) from notification where account = $1",
                alice.did().toString());
    }

    private List<Standing> standings(Instances at, RecordKind kind, String subject) {
        return at.await(at.records.about(alice.did(), kind, subject, 100)).stream()
                .map(StoredRecord::standing)
                .toList();
    }

    @Test
    @DisplayName("who follows at home follows at the second gateway too, once, and only the home answers")
    void follower() {
        post(home, HOME, Said.follow(bob, alice));
        carry(home, second);
        carry(home, second);

        assertThat(followers(home)).isEqualTo(1);
        assertThat(followers(second)).isEqualTo(1);
        assertThat(notifications(second)).isEqualTo(1);
        assertThat(home.sent).hasSize(1);
        assertThat(second.sent).isEmpty();
        assertThat(standings(second, RecordKind.FOLLOWER, bob)).containsExactly(Standing.VERIFIED);
        assertThat(standings(second, RecordKind.PEER, bob)).containsExactly(Standing.VERIFIED);
    }

    @Test
    @DisplayName("a record carries what the signature covers, and nothing else of the request")
    void noMoreThanNeeded() {
        post(home, HOME, Said.follow(bob, alice));

        StoredRecord record = home.await(home.records.about(alice.did(), RecordKind.FOLLOWER, bob, 10))
                .getFirst();
        assertThat(new String(record.bytes(), StandardCharsets.UTF_8)).doesNotContain("not-to-be-passed-on");
    }

    @Test
    @DisplayName("a Follow that came to the second gateway is answered by the home, with the one id")
    void followAtSecond() {
        post(second, SECOND, Said.follow(bob, aliceAtSecond));
        assertThat(second.sent).isEmpty();

        carry(second, home);

        assertThat(followers(home)).isEqualTo(1);
        assertThat(home.sent)
                .singleElement()
                .satisfies(answer -> assertThat(answer.activityId()).startsWith(alice.actorId() + "/accepts/"));
    }

    @Test
    @DisplayName("a Follow that nobody signed, or somebody else, makes no follower")
    void madeUpFollow() {
        Instant now = home.clock.instant();
        JsonObject follow = Said.follow(bob, alice);

        hand(
                second,
                attested(
                        RecordKind.FOLLOWER,
                        bob,
                        now,
                        now,
                        strangers.forged(HOME.toString(), "/inbox", bob, bytes(follow), now)));
        patience();

        assertThat(followers(second)).isZero();
        assertThat(notifications(second)).isZero();
        assertThat(standings(second, RecordKind.FOLLOWER, bob)).containsExactly(Standing.UNVERIFIED);
    }

    /** As long as anything is tried again. */
    private void patience() {
        for (int i = 0; i < 20; i++) {
            second.clock.advance(Duration.ofHours(6).plusMinutes(1));
            verify(second);
        }
    }

    @Test
    @DisplayName("an attested Undo that the follower never signed takes no follower away")
    void madeUpUndo() {
        post(home, HOME, Said.follow(bob, alice));
        carry(home, second);
        Instant now = home.clock.instant().plusSeconds(60);
        JsonObject undo = Said.undo(Said.follow(bob, alice));

        hand(
                second,
                attested(
                        RecordKind.FOLLOWER,
                        bob,
                        now,
                        now,
                        strangers.forged(HOME.toString(), "/inbox", bob, bytes(undo), now)));
        patience();

        assertThat(followers(second)).isEqualTo(1);
    }

    @Test
    @DisplayName("a real Undo takes it away, and the old Follow does not bring it back")
    void realUndo() {
        post(home, HOME, Said.follow(bob, alice));
        GatewayRecord.Signed old = home.await(home.records.about(alice.did(), RecordKind.FOLLOWER, bob, 10)).stream()
                .map(stored -> new GatewayRecord.Signed(stored.record(), stored.bytes()))
                .findFirst()
                .orElseThrow();
        carry(home, second);
        home.clock.advance(Duration.ofMinutes(1));
        second.clock.advance(Duration.ofMinutes(1));
        post(home, HOME, Said.undo(Said.follow(bob, alice)));
        carry(home, second);
        assertThat(followers(second)).isZero();

        hand(second, old);

        assertThat(followers(second)).isZero();
        assertThat(standings(second, RecordKind.FOLLOWER, bob)).containsExactly(Standing.VERIFIED);
    }

    /** The request, as another gateway took it; its verification was under way when something newer came here. */
    private Admission late(JsonObject activity, Instant signed) {
        Admission admission = second.await(second.get(AttestedAdmission.class)
                .admitAgain(
                        strangers.post(HOME.toString(), "/inbox", bob, bytes(activity), signed),
                        Optional.empty(),
                        signed));
        second.settle();
        return admission;
    }

    private JsonObject follow(int which) {
        return Said.activity("Follow", bob + "/follows/" + which, bob, aliceAtSecond.actorId());
    }

    private List<String> followKnown() {
        return second.await(second.get(FollowStore.class).follower(alice.did(), bob)).stream()
                .map(Follower::follow)
                .toList();
    }

    @Test
    @DisplayName("of two Follows of one actor the one that was signed last counts, in whatever order they come")
    void lateFollow() {
        Instant before = second.clock.instant();
        second.clock.advance(Duration.ofMinutes(1));
        post(second, SECOND, follow(2));

        assertThat(late(follow(1), before)).isInstanceOf(Admission.Accepted.class);
        assertThat(followKnown()).containsExactly(bob + "/follows/2");

        Instant after = second.clock.instant().plusSeconds(30);
        late(follow(3), after);
        assertThat(followKnown()).containsExactly(bob + "/follows/3");
    }

    @Test
    @DisplayName(
            "taking back an older Follow, told of late, ends nothing that was said after it; taking back the newest does, and stays so")
    void lateUndo() {
        Instant first = second.clock.instant();
        second.clock.advance(Duration.ofMinutes(1));
        Instant undone = second.clock.instant();
        second.clock.advance(Duration.ofMinutes(1));
        post(second, SECOND, follow(2));

        assertThat(late(Said.undo(follow(1)), undone)).isInstanceOf(Admission.Accepted.class);
        assertThat(followKnown()).containsExactly(bob + "/follows/2");
        late(follow(1), first);
        assertThat(followKnown()).containsExactly(bob + "/follows/2");

        late(Said.undo(follow(2)), second.clock.instant().plusSeconds(30));
        assertThat(followKnown()).isEmpty();
        late(follow(1), first);
        assertThat(followKnown()).isEmpty();
    }

    @Test
    @DisplayName("the other order: taken back before the Follow is heard of, and followed again since")
    void undoFirst() {
        Instant first = second.clock.instant();
        late(Said.undo(follow(1)), first.plusSeconds(60));
        second.clock.advance(Duration.ofMinutes(2));
        late(follow(1), first);
        assertThat(followKnown()).isEmpty();
        post(second, SECOND, follow(2));
        assertThat(followKnown()).containsExactly(bob + "/follows/2");
    }

    @Test
    @DisplayName("what came before its time is verified as of then: a gateway cannot attest an old request as new")
    void oldRequest() {
        Instant now = home.clock.instant();
        Instant old = now.minus(Duration.ofHours(2));
        IncomingRequest request = strangers.post(HOME.toString(), "/inbox", bob, bytes(Said.follow(bob, alice)), old);

        hand(second, attested(RecordKind.FOLLOWER, bob, now, now, request));
        patience();

        assertThat(followers(second)).isZero();
    }

    @Test
    @DisplayName("a request that was signed for another server is no request to this account's gateways")
    void otherServer() {
        Instant now = home.clock.instant();
        IncomingRequest request =
                strangers.post("https://elsewhere.test", "/inbox", bob, bytes(Said.follow(bob, alice)), now);

        hand(second, attested(RecordKind.FOLLOWER, bob, now, now, request));
        patience();

        assertThat(followers(second)).isZero();
    }

    @Test
    @DisplayName("another's word, or a word about something else, does not take the place of a follower's")
    void relabelled() {
        post(home, HOME, Said.follow(bob, alice));
        carry(home, second);
        Instant later = home.clock.instant().plusSeconds(600);
        String mallory = bob + "-mallory";
        second.stranger(mallory);
        JsonObject of = Said.follow(mallory, alice);
        JsonObject like = Said.activity("Undo", bob + "/undo/9", bob, bob + "/likes/9");

        hand(
                second,
                attested(
                        RecordKind.FOLLOWER,
                        bob,
                        later,
                        later,
                        strangers.post(HOME.toString(), "/inbox", mallory, bytes(of), later)),
                attested(
                        RecordKind.FOLLOWER,
                        bob,
                        later,
                        later,
                        strangers.post(HOME.toString(), "/inbox", bob, bytes(like), later)));

        assertThat(standings(second, RecordKind.FOLLOWER, bob))
                .containsExactlyInAnyOrder(Standing.VERIFIED, Standing.UNVERIFIED, Standing.UNVERIFIED);
        assertThat(followers(second)).isEqualTo(1);
    }

    @Test
    @DisplayName("when the stranger's server is gone for good, its follow is kept for a Move and shown nowhere")
    void deadStranger() {
        post(home, HOME, Said.follow(bob, alice));
        strangers.goDown(bob);
        carry(home, second);
        assertThat(standings(second, RecordKind.FOLLOWER, bob)).containsExactly(Standing.PENDING);

        patience();

        assertThat(standings(second, RecordKind.FOLLOWER, bob)).containsExactly(Standing.UNVERIFIED);
        assertThat(followers(second)).isZero();
        assertThat(notifications(second)).isZero();
    }

    @Test
    @DisplayName("a reply is told of once at each gateway, also when its author sends it to both")
    void replied() {
        JsonObject note = reply();
        post(home, HOME, Said.create(note));
        post(second, SECOND, Said.create(note));
        carry(home, second);
        carry(second, home);

        assertThat(notifications(home)).isEqualTo(1);
        assertThat(notifications(second)).isEqualTo(1);
        assertThat(replies(second)).isEqualTo(1);
    }

    @Test
    @DisplayName("both gateways end with the same records when one stranger's word came to both")
    void sameRecords() {
        post(home, HOME, Said.follow(bob, alice));
        post(second, SECOND, Said.follow(bob, alice));
        carry(home, second);
        carry(second, home);
        carry(home, second);

        assertThat(home.await(home.records.items(alice.did(), Optional.empty(), 100)))
                .isEqualTo(second.await(second.records.items(alice.did(), Optional.empty(), 100)));
    }

    @Test
    @DisplayName(
            "of an account with one gateway follows are recorded, for the gateway that comes one day, and nothing else")
    void oneGateway() {
        alice = home.share(alice, HOME, List.of(HOME));
        post(home, HOME, Said.follow(bob, alice));
        post(home, HOME, Said.create(reply()));

        assertThat(standings(home, RecordKind.FOLLOWER, bob)).containsExactly(Standing.VERIFIED);
        assertThat(home.await(home.records.page(alice.did(), RecordKind.ACTIVITY, Standing.VERIFIED, "", 10)))
                .isEmpty();
    }

    @Test
    @DisplayName(
            "as long as the account's documents are on their way, what strangers say of them waits; not who follows")
    void waitsForDocuments() {
        Peer peer = documentsAreOnTheirWay();
        post(home, HOME, Said.follow(bob, alice));
        post(home, HOME, Said.create(reply()));
        carry(home, second);
        assertThat(followers(second)).isEqualTo(1);
        assertThat(replies(second)).isZero();

        second.await(second.replicas.pulled(peer.key(), alice.did(), new Replica.Pull(7, 7, true)));
        verifyLater();
        assertThat(replies(second)).isEqualTo(1);
    }

    @Test
    @DisplayName("documents of a gateway that never gives them are waited for an hour, and no longer")
    void waitsAnHour() {
        documentsAreOnTheirWay();
        post(home, HOME, Said.create(reply()));
        carry(home, second);
        verifyLater();
        assertThat(replies(second)).isZero();

        second.clock.advance(Duration.ofHours(1));
        verifyLater();
        assertThat(replies(second)).isEqualTo(1);
    }

    private Peer documentsAreOnTheirWay() {
        Peer peer = new Peer(HOME, home.get(InstanceKeys.class).did());
        second.await(second.replicas.share(alice.did(), 0, List.of(peer)));
        second.await(second.replicas.pull(alice.did()));
        return peer;
    }

    private void verifyLater() {
        second.clock.advance(RecordStore.CLAIM.plusSeconds(1));
        verify(second);
    }

    private JsonObject reply() {
        return Said.note(bob + "/notes/1", bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice));
    }

    private long replies(Instances at) {
        return at.count("select count(*) from note where id = $1", bob + "/notes/1");
    }

    @Test
    @DisplayName("a follower whom the owner turned away does not come back with an old record")
    void turnedAway() {
        post(home, HOME, Said.follow(bob, alice));
        second.say(
                aliceAtSecond,
                Said.activity("Reject", alice.actorId() + "/rejects/1", alice.actorId(), bob + "/follows/1")
                        .with("object", Said.follow(bob, alice)));

        carry(home, second);

        assertThat(followers(second)).isZero();
    }

    @Test
    @DisplayName(
            "follows, answers to follows and blocks from before there was a second gateway come to it, the rest does not")
    void fromBefore() {
        alice = home.share(alice, HOME, List.of(HOME));
        String ann = home.stranger("https://ann" + number + ".test/users/ann");
        second.stranger(ann);
        JsonObject ours = Said.activity("Follow", alice.idOf("/activities/follow"), alice.actorId(), bob);
        home.say(alice, ours);
        post(home, HOME, Said.follow(bob, alice));
        post(home, HOME, Said.activity("Accept", bob + "/accepts/1", bob, alice.idOf("/activities/follow")));
        post(home, HOME, ann, Said.activity("Block", ann + "/blocks/1", ann, alice.actorId()));
        JsonObject note = Said.note(bob + "/notes/1", bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice));
        post(home, HOME, Said.create(note));

        alice = home.share(alice, HOME, List.of(HOME, SECOND));
        second.say(aliceAtSecond, ours);
        carry(home, second);

        assertThat(followers(second)).isEqualTo(1);
        assertThat(second.count(
                        "select count(*) from followed where account = $1 and state = 'ACCEPTED'",
                        alice.did().toString()))
                .isEqualTo(1);
        assertThat(second.count(
                        "select count(*) from blocked_by where account = $1",
                        alice.did().toString()))
                .isEqualTo(1);
        assertThat(second.count("select count(*) from note where id = $1", bob + "/notes/1"))
                .isZero();
    }

    @Test
    @DisplayName(
            "what comes into either inbox goes on to gateways that are not Godwit, verbatim, once, with its effects")
    void forwards() {
        Origin mitra = Origin.parse("https://mitra.test").orElseThrow();
        alice = home.share(alice, HOME, List.of(HOME, SECOND, mitra), List.of(mitra));
        aliceAtSecond = second.share(alice, SECOND, List.of(HOME, SECOND, mitra), List.of(mitra));
        JsonObject note = Said.note(bob + "/notes/1", bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice));
        post(home, HOME, Said.create(note));
        post(home, HOME, Said.create(note));
        carry(home, second);

        assertThat(home.sent).singleElement().satisfies(outgoing -> {
            assertThat(outgoing.account()).isEqualTo(alice.did());
            assertThat(outgoing.body()).isEqualTo(Said.create(note).toString());
            assertThat(outgoing.signer()).isEqualTo(Outgoing.Signer.INSTANCE);
            assertThat(outgoing.inboxes()).containsExactly(alice.inboxAt(mitra));
        });
        assertThat(second.sent)
                .as("passed on already by the gateway that it came to")
                .isEmpty();

        JsonObject nothingToAlice = Said.activity("Like", bob + "/likes/1", bob, "https://far.test/notes/9");
        IncomingRequest own = strangers.post(
                HOME.toString(),
                alice.inboxAt(HOME).substring(HOME.toString().length()),
                bob,
                bytes(nothingToAlice),
                home.clock.instant());
        home.await(home.admission.admit(own, Optional.of(alice)));
        home.settle();
        assertThat(home.sent)
                .as("what came to the account's own inbox, whatever it is")
                .hasSize(2);
        post(home, HOME, Said.activity("Like", bob + "/likes/2", bob, "https://far.test/notes/9"));
        assertThat(home.sent).as("what is about nobody here").hasSize(2);
    }
}
