package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.oldaddress.OldAddress;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.oldaddress.OpenOldAddresses;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Database;
import social.godwit.store.testing.TestDatabase;

/** Until a server has moved along it gets posts under the address that it knows, if the owner has handed the key over for that. */
class UnderOldAddressTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Random RANDOM = new Random(5);
    private static final RsaKeyPair NEW_KEY = RsaKeyPair.generate(UnderOldAddressTest::random);
    private static final RsaKeyPair OLD_KEY = RsaKeyPair.generate(UnderOldAddressTest::random);
    private static final Origin OLD = Origin.parse("https://old.example").orElseThrow();
    private static final Origin NEW = Origin.parse("https://new.example").orElseThrow();
    private static final String HOST = "mastodon.example";
    private static final String INBOX = "https://" + HOST + "/inbox";
    private static final String MIA = "https://" + HOST + "/users/mia";

    private final Did alice = SigningKey.generate(UnderOldAddressTest::random).did();
    private final List<Sent> sent = new ArrayList<>();
    private final Map<String, Integer> answers = new java.util.HashMap<>();
    private Instant now = Instant.parse("2026-11-26T02:00:00Z");
    private final InstantSource clock = () -> now;
    private final OldAddresses addresses = OpenOldAddresses.over(DB.database(), clock);
    private List<Origin> gateways = List.of(NEW);

    private record Sent(String keyId, JsonObject activity, boolean synchronised) {}

    @BeforeEach
    void handOver() {
        var address = new OldAddress(OLD, keyId(OLD), OLD_KEY, now.plus(Duration.ofDays(30)));
        DB.await(addresses.put(alice, address, List.of(HOST)));
    }

    @Test
    @DisplayName(
            "a server that has not moved gets a post under its old ids, with the old key and without a proof of other bytes")
    void oldIds() {
        send(create(), INBOX);
        assertThat(sent).hasSize(1);
        Sent one = sent.getFirst();
        assertThat(one.keyId()).isEqualTo(keyId(OLD));
        assertThat(one.synchronised()).isFalse();
        assertThat(one.activity().string("id")).contains(id(OLD, "/activities/1"));
        assertThat(one.activity().string("actor")).contains(id(OLD, "/actor"));
        assertThat(one.activity().ids("to")).containsExactly(id(OLD, "/actor/followers"));
        JsonObject note = one.activity().object("object").orElseThrow();
        assertThat(note.string("id")).contains(id(OLD, "/objects/1"));
        assertThat(note.string("attributedTo")).contains(id(OLD, "/actor"));
        assertThat(note.string("inReplyTo")).contains(id(OLD, "/objects/0"));
        assertThat(note.string("url")).contains(NEW + "/@alice/1");
        assertThat(one.activity().toString())
                .contains(id(NEW, "/media/1"))
                .doesNotContain("proof")
                .doesNotContain(id(NEW, "/objects"));
    }

    @Test
    @DisplayName(
            "other servers, and everybody once the time is over or the key was taken back, get the present address only")
    void neverUnasked() {
        assertThat(keyIds(create(), "https://other.example/inbox")).containsExactly(keyId(NEW));

        now = now.plus(Duration.ofDays(29));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(OLD));
        now = now.plus(Duration.ofDays(1));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(NEW));
        assertThat(sent.getFirst().synchronised()).isTrue();

        now = now.minus(Duration.ofDays(1));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(OLD));
        DB.await(OpenOldAddresses.over(DB.database(), clock).drop(alice));
        now = now.plus(Duration.ofSeconds(5));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(NEW));
    }

    @Test
    @DisplayName("a key whose time is over is forgotten, no other")
    void swept() {
        OldAddresses others = OpenOldAddresses.over(DB.database(), clock);
        DB.await(addresses.sweep(now.plus(Duration.ofDays(29))));
        assertThat(DB.await(others.counts(alice)).waiting()).isEqualTo(1);
        assertThat(DB.await(others.find(alice))).isPresent();
        DB.await(addresses.sweep(now.plus(Duration.ofDays(30))));
        assertThat(DB.await(others.counts(alice)).waiting()).isZero();
        assertThat(DB.await(OpenOldAddresses.over(DB.database(), clock).find(alice)))
                .isEmpty();
    }

    @Test
    @DisplayName("a gateway that is not the home any more speaks under no address of the account")
    void notTheHome() {
        gateways = List.of(OLD, NEW);
        assertThat(keyIds(create(), INBOX)).containsExactly("");
    }

    @Test
    @DisplayName("what concerns the account itself, and what is for one person, goes out under the present address")
    void otherThings() {
        Json self = Json.of(id(NEW, "/actor"));
        assertThat(keyIds(create().with("type", Json.of("Update")).with("object", self), INBOX))
                .containsExactly(keyId(NEW));
        assertThat(keyIds(create().with("type", Json.of("Delete")).with("object", self), INBOX))
                .containsExactly(keyId(NEW));
        assertThat(keyIds(create().with("to", Json.of(MIA)), INBOX)).containsExactly(keyId(NEW));
        assertThat(keyIds(create().with("type", Json.of("Move")), INBOX)).containsExactly(keyId(NEW));
        assertThat(keyIds(create().with("actor", Json.of("https://evil.example/actor")), INBOX))
                .containsExactly(keyId(NEW));
    }

    @Test
    @DisplayName(
            "a server that has moved gets posts under the new address, and hears twice of what becomes of those it may have under the old")
    void moved() {
        DB.await(DB.database()
                .inTransaction(session -> Database.execute(
                        session, "update old_address_host set moved = true where account = $1", alice.toString())));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(NEW));
        JsonObject delete = create().with("type", Json.of("Delete")).with("object", Json.of(id(NEW, "/objects/1")));
        assertThat(keyIds(delete, INBOX)).containsExactly(keyId(OLD), keyId(NEW));
        answers.put(keyId(OLD), 500);
        assertThat(keyIds(delete, INBOX))
                .as("until the one has arrived, the other waits")
                .containsExactly(keyId(OLD));
    }

    @Test
    @DisplayName(
            "a server that does not believe the old key gets it under the present address at once, and from then on")
    void disbelieved() {
        answers.put(keyId(OLD), 401);
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(OLD), keyId(NEW));
        assertThat(keyIds(create(), INBOX)).containsExactly(keyId(NEW));
    }

    private String keyId(Origin home) {
        return id(home, "/actor#rsa-" + home.host());
    }

    private String id(Origin at, String path) {
        return at + PortableId.GATEWAY_PATH + alice + path;
    }

    private JsonObject create() {
        JsonObject proof =
                JsonObject.builder().put("type", "DataIntegrityProof").build();
        JsonObject note = JsonObject.builder()
                .put("id", id(NEW, "/objects/1"))
                .put("type", "Note")
                .put("attributedTo", id(NEW, "/actor"))
                .put("inReplyTo", id(NEW, "/objects/0"))
                .put("url", NEW + "/@alice/1")
                .put(
                        "attachment",
                        List.of(JsonObject.builder()
                                .put("type", "Image")
                                .put("url", id(NEW, "/media/1"))
                                .build()))
                .put("proof", proof)
                .build();
        return JsonObject.builder()
                .put("id", id(NEW, "/activities/1"))
                .put("type", "Create")
                .put("actor", id(NEW, "/actor"))
                .put("to", List.of(Json.of(id(NEW, "/actor/followers"))))
                .put("object", note)
                .put("proof", proof)
                .build();
    }

    private List<String> keyIds(JsonObject activity, String inbox) {
        sent.clear();
        send(activity, inbox);
        return sent.stream().map(Sent::keyId).toList();
    }

    private void send(JsonObject activity, String inbox) {
        Account account = new Account(
                alice,
                "alice",
                true,
                NEW,
                new ActorPaths(
                        "/actor",
                        "/actor/inbox",
                        "/actor/outbox",
                        Optional.of("/actor/followers"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "Alice",
                Optional.empty(),
                false,
                Account.Status.ACTIVE,
                NEW_KEY,
                Optional.of(keyId(NEW)),
                gateways,
                List.of(),
                Instant.EPOCH);
        Follower mia = new Follower(MIA, MIA, INBOX, INBOX, HOST, MIA + "#follow", true, Instant.EPOCH, Instant.EPOCH);
        FollowersSync sync = new FollowersSync(
                fake(FollowStore.class, "some", () -> Uni.createFrom().item(List.of(mia))),
                who -> Uni.createFrom().item(true),
                clock);
        AccountStore accounts =
                fake(AccountStore.class, "find", () -> Uni.createFrom().item(Optional.of(account)));
        Body body = new Body(alice.toString(), "h", "an activity", activity.toString(), Signer.ACCOUNT, now);
        DB.await(new SignedSender(
                        accounts,
                        new Client(),
                        sync,
                        OpenPositions.unasked(clock),
                        OpenPositions.unwritten(clock),
                        addresses,
                        host -> Stance.ALLOW,
                        clock)
                .send(body, inbox));
    }

    /** A server that answers as the test says. */
    private final class Client implements SignedClient {
        @Override
        public Uni<RemoteOutcome> send(RemoteRequest request, RequestKey key) {
            return answered(request, key.id());
        }

        @Override
        public Uni<RemoteOutcome> send(RemoteRequest request) {
            return answered(request, "");
        }

        private Uni<RemoteOutcome> answered(RemoteRequest request, String keyId) {
            JsonObject activity =
                    StrictJson.read(request.body(), JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject json)
                            ? json
                            : JsonObject.empty();
            sent.add(new Sent(
                    keyId, activity, request.headers().only(FollowersSync.FIELD).isPresent()));
            int status = answers.getOrDefault(keyId, 202);
            return Uni.createFrom()
                    .item(new RemoteOutcome.Response(status, Headers.none(), new byte[0], request.uri()));
        }
    }

    private static <T> T fake(Class<T> type, String method, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            if (!called.getName().equals(method)) {
                throw new UnsupportedOperationException(called.getName());
            }
            return answer.get();
        }));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
