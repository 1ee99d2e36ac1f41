package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.http.FollowersDigest;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestClock;

/** FEP-8fcf as Mastodon reads it: it ends the follows of everybody whom a wrong digest or list leaves out. */
class FollowersSyncTest {
    private static final Random RANDOM = new Random(8);
    private static final RsaKeyPair RSA = RsaKeyPair.generate(FollowersSyncTest::random);
    private static final SigningKey KEY = SigningKey.generate(FollowersSyncTest::random);
    private static final Origin HOME = origin("https://home.example");
    private static final Origin ELSEWHERE = origin("https://elsewhere.example");
    private static final String FOLLOWERS = "https://home.example/.well-known/apgateway/" + KEY.did() + "/f";

    private final List<Follower> followers = new ArrayList<>();
    private final List<RemoteRequest> sent = new ArrayList<>();
    private final TestClock clock = new TestClock();
    private boolean complete = true;
    private boolean home = true;
    private int loads;

    @Test
    @DisplayName("the vector of the FEP, with the collection's own id and a partial collection on the actor's host")
    void tellsTheDigestOfTheReceivingHost() {
        followers("https://testing.example.org/users/1", "https://testing.example.org/users/2");
        followers("https://other.example/users/3", "https://testing.example.org:8443/users/4");
        followers("http://testing.example.org/users/5");
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS))
                .contains("collectionId=\"" + FOLLOWERS + "\", url=\"" + FOLLOWERS + "_synchronization\", digest=\""
                        + "c33f48cd341ef046a206b8a72ec97af65079f9a3a9b90eef79c5920dce45c61f\"");
        assertThat(field("https://other.example/inbox", FOLLOWERS))
                .hasValueSatisfying(field ->
                        assertThat(field).contains(FollowersDigest.of(List.of("https://other.example/users/3"))));
    }

    @Test
    void saysNothingWhereNobodyFollows() {
        followers("https://testing.example.org/users/1");
        assertThat(field("https://other.example/inbox", FOLLOWERS)).isEmpty();
    }

    @Test
    void saysNothingWithWhatIsNotForFollowers() {
        followers("https://testing.example.org/users/1");
        assertThat(field("https://testing.example.org/inbox", "https://testing.example.org/users/1"))
                .isEmpty();
        assertThat(field("https://testing.example.org/inbox", "https://www.w3.org/ns/activitystreams#Public"))
                .isEmpty();
    }

    @Test
    @DisplayName("an account that another gateway may know followers of is not synchronised")
    void saysNothingThatMayBeIncomplete() {
        followers("https://testing.example.org/users/1");
        complete = false;
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS)).isEmpty();
    }

    @Test
    void leavesItToTheHome() {
        followers("https://testing.example.org/users/1");
        home = false;
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS)).isEmpty();
    }

    @Test
    void saysNothingUnderTheInstanceActorsSignature() {
        followers("https://testing.example.org/users/1");
        send("https://testing.example.org/inbox", FOLLOWERS, Signer.INSTANCE);
        assertThat(sent.getLast().headers().only(FollowersSync.FIELD)).isEmpty();
    }

    @Test
    @DisplayName(
            "a host whose people have ids and inboxes in different places does not fulfil what the FEP takes for granted")
    void leavesOutHostsOfTwoNames() {
        followers("https://social.split.example/users/1");
        followers.add(follower("https://split.example/users/2", "https://social.split.example/inbox"));
        assertThat(field("https://social.split.example/inbox", FOLLOWERS)).isEmpty();
        assertThat(field("https://split.example/inbox", FOLLOWERS)).isEmpty();
    }

    @Test
    void leavesOutAccountsWithMoreFollowersThanMastodonCompares() {
        for (int i = 0; i < FollowersSync.FOLLOWERS_MAX; i++) {
            followers("https://testing.example.org/users/" + i);
        }
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS)).isPresent();
        followers("https://testing.example.org/users/one-more");
        clock.advance(Duration.ofMinutes(1));
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS)).isEmpty();
    }

    @Test
    void looksAtTheFollowersOnceForManyDeliveriesAndAgainAfterAWhile() {
        followers("https://testing.example.org/users/1");
        field("https://testing.example.org/inbox", FOLLOWERS);
        followers("https://testing.example.org/users/2");
        String before = field("https://testing.example.org/inbox", FOLLOWERS).orElseThrow();
        assertThat(loads).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(field("https://testing.example.org/inbox", FOLLOWERS))
                .isPresent()
                .isNotEqualTo(Optional.of(before));
    }

    private void followers(String... ids) {
        for (String id : ids) {
            followers.add(follower(id, Origin.ofUrl(id).orElseThrow() + "/inbox"));
        }
    }

    private static Follower follower(String id, String inbox) {
        return new Follower(id, id, inbox, inbox, "host", id + "#follow", true, Instant.EPOCH, Instant.EPOCH);
    }

    /** The field of a delivery that the account signs. */
    private Optional<String> field(String inbox, String to) {
        send(inbox, to, Signer.ACCOUNT);
        return sent.getLast().headers().only(FollowersSync.FIELD);
    }

    private void send(String inbox, String to, Signer signer) {
        Account account = new Account(
                KEY.did(),
                "alice",
                true,
                HOME,
                new ActorPaths(
                        "/a", "/i", "/o", Optional.of("/f"), Optional.empty(), Optional.empty(), Optional.empty()),
                "Alice",
                Optional.empty(),
                false,
                Account.Status.ACTIVE,
                RSA,
                Optional.of("https://home.example/key"),
                home ? List.of(HOME) : List.of(ELSEWHERE, HOME),
                List.of(),
                Instant.EPOCH);
        SignedClient client = new SignedClient() {
            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request, RequestKey key) {
                return send(request);
            }

            @Override
            public Uni<RemoteOutcome> send(RemoteRequest request) {
                sent.add(request);
                return Uni.createFrom()
                        .item(new RemoteOutcome.Response(202, Headers.none(), new byte[0], request.uri()));
            }
        };
        Body body = new Body(
                KEY.did().toString(),
                "h",
                "https://home.example/1",
                "{\"to\":[\"" + to + "\"]}",
                signer,
                clock.instant());
        AccountStore accounts =
                fake(AccountStore.class, "find", () -> Uni.createFrom().item(Optional.of(account)));
        new SignedSender(
                        accounts,
                        client,
                        sync,
                        OpenPositions.unasked(clock),
                        OpenPositions.unwritten(clock),
                        fake(OldAddresses.class, "at", () -> Uni.createFrom().item(Optional.empty())),
                        host -> Stance.ALLOW,
                        clock)
                .send(body, inbox)
                .await()
                .indefinitely();
    }

    private final FollowersSync sync = new FollowersSync(
            fake(FollowStore.class, "some", () -> {
                loads++;
                return Uni.createFrom().item(List.copyOf(followers));
            }),
            account -> Uni.createFrom().item(complete),
            clock);

    private static <T> T fake(Class<T> type, String method, Supplier<Object> answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            if (!called.getName().equals(method)) {
                throw new UnsupportedOperationException(called.getName());
            }
            return answer.get();
        }));
    }

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
