package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

class RemoteActorsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final RemoteWorld world = new RemoteWorld(DB);
    private final String id = "https://peer.example/users/" + NEXT.incrementAndGet();

    private void serve() {
        world.serve(id, RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA));
    }

    private ActorLookup get(String wanted) {
        return world.actors.get(wanted).await().atMost(Duration.ofSeconds(10));
    }

    private static RemoteActor found(ActorLookup lookup) {
        assertThat(lookup).isInstanceOf(ActorLookup.Found.class);
        return ((ActorLookup.Found) lookup).actor();
    }

    @Test
    void remembersAnActorForADay() {
        serve();
        RemoteActor actor = found(get(id));
        assertThat(actor.inbox()).isEqualTo(id + "/inbox");
        assertThat(actor.deliveryInbox()).isEqualTo("https://peer.example/inbox");
        assertThat(actor.handle()).isEqualTo("a@peer.example");
        assertThat(actor.keys()).hasSize(1);
        world.now = world.now.plus(Duration.ofHours(23));
        found(get(id));
        found(new RemoteWorldAgain().get(id));
        assertThat(world.asked).containsExactly(id);
        world.now = world.now.plus(Duration.ofHours(2));
        found(get(id));
        assertThat(world.asked).containsExactly(id, id);
    }

    /** The same database in another process, whose memory is empty. */
    private final class RemoteWorldAgain {
        ActorLookup get(String wanted) {
            RemoteWorld other = new RemoteWorld(DB);
            other.now = world.now;
            ActorLookup lookup = other.actors.get(wanted).await().atMost(Duration.ofSeconds(10));
            assertThat(other.asked).isEmpty();
            return lookup;
        }
    }

    @Test
    @DisplayName(
            "a handle at another host is shown once that host has confirmed it, and remembered; a foreign claim never is")
    void showsAProvenHandle() {
        String own = "https://own.example/.well-known/webfinger?resource=acct:bea@own.example";
        world.serve(
                id,
                RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA)
                        .replace(
                                "\"preferredUsername\":\"a\"",
                                "\"preferredUsername\":\"a\",\"webfinger\":\"bea@own.example\""));
        assertThat(found(get(id)).handle()).isEqualTo("a@peer.example");
        world.serve(
                own,
                200,
                "application/jrd+json",
                "{\"subject\":\"acct:bea@own.example\",\"links\":[{\"rel\":\"self\",\"type\":\"application/activity+json\",\"href\":\""
                        + id + "\"}]}");
        world.now = world.now.plus(Duration.ofHours(25));
        assertThat(found(get(id)).handle()).isEqualTo("bea@own.example");
        assertThat(found(new RemoteWorldAgain().get(id)).handle()).isEqualTo("bea@own.example");
    }

    @Test
    void goesOnWithAnOldDocumentWhenItsHostIsAway() {
        serve();
        get(id);
        world.now = world.now.plus(Duration.ofDays(3));
        for (int status : List.of(503, 404, 401)) {
            world.serve(id, status, "text/html", "no");
            assertThat(get(id))
                    .isInstanceOfSatisfying(
                            ActorLookup.Found.class,
                            found -> assertThat(found.stale()).isTrue());
            int asked = world.asked.size();
            get(id);
            assertThat(world.asked).hasSize(asked);
            world.now = world.now.plus(Duration.ofMinutes(11));
        }
    }

    @Test
    void tellsWhenAnActorIsGone() {
        serve();
        get(id);
        world.now = world.now.plus(Duration.ofDays(2));
        world.serve(id, 410, "text/html", "gone");
        assertThat(get(id)).isInstanceOf(ActorLookup.Gone.class);
        assertThat(new RemoteWorldAgain().get(id)).isInstanceOf(ActorLookup.Gone.class);
        assertThat(world.actors.remembered(id).await().indefinitely()).isInstanceOf(ActorLookup.Gone.class);
    }

    /** Row 41: what was not there is not asked for again at once. */
    @Test
    void remembersForAWhileThatThereIsNobody() {
        for (int i = 0; i < 5; i++) {
            assertThat(get(id)).isInstanceOf(ActorLookup.NotFound.class);
        }
        assertThat(world.asked).containsExactly(id);
        serve();
        world.now = world.now.plus(Duration.ofMinutes(11));
        found(get(id));
    }

    @Test
    void asksOnceForManyWhoAskAtOnce() {
        serve();
        List<Uni<ActorLookup>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(world.actors.get(id));
        }
        Uni.join().all(all).andFailFast().await().atMost(Duration.ofSeconds(10)).forEach(RemoteActorsTest::found);
        assertThat(world.asked).containsExactly(id);
    }

    @Test
    void refreshesAtMostOnceAMinute() {
        serve();
        get(id);
        for (int i = 0; i < 5; i++) {
            found(world.actors.refresh(id).await().indefinitely());
        }
        assertThat(world.asked).hasSize(2);
    }

    /** Row 40: an inbox elsewhere would make us hit whom the actor likes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://victim.example/inbox",
                "https://us.example/inbox",
                "http://peer.example/inbox",
                "https://peer.example:444/inbox",
                "javascript:alert(1)",
                "ap://did:key:z6MktsaLMDZ9Y5sMoNjx6QuiJZzMgNxtE3LhHGr3SVcnaB2x/inbox",
                "",
            })
    void takesNoActorWhoseInboxIsElsewhere(String inbox) {
        JsonObject actor = RemoteWorld.json(RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA));
        world.serve(
                id,
                actor.with("inbox", social.godwit.identity.json.Json.of(inbox)).toString());
        assertThat(get(id)).isInstanceOf(ActorLookup.NotFound.class);
    }

    @Test
    void leavesOutASharedInboxThatIsElsewhere() {
        world.serve(
                id,
                RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA)
                        .replace("\"https://peer.example/inbox\"", "\"https://victim.example/inbox\""));
        assertThat(found(get(id)).deliveryInbox()).isEqualTo(id + "/inbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://us.example/users/x", "javascript:x", "did:key:z6Mk", "", "https://a b/"})
    void asksNobodyForWhatNoStrangerIsCalled(String wanted) {
        assertThat(get(wanted)).isInstanceOf(ActorLookup.NotFound.class);
        assertThat(world.asked).isEmpty();
    }

    @Test
    void learnsAnUpdateThatItsActorSent() {
        serve();
        get(id);
        String renamed = RemoteWorld.actor(id, id + "#other-key", RemoteWorld.RSA);
        found(world.actors
                .learn(new RemoteDocument(id, renamed.getBytes(), URI.create(id)))
                .await()
                .indefinitely());
        assertThat(found(get(id)).keys().getFirst().id()).isEqualTo(id + "#other-key");
        assertThat(world.asked).containsExactly(id);
        assertThat(world.actors
                        .learn(new RemoteDocument(id + "2", renamed.getBytes(), URI.create(id)))
                        .await()
                        .indefinitely())
                .isInstanceOf(ActorLookup.NotFound.class);
    }

    /** P4: an older version of a portable actor does not come back. */
    @Test
    void keepsTheNewestVersionOfAPortableActor() {
        SigningKey owner = SigningKey.generate(RemoteWorld.RANDOMNESS);
        String url = "https://gw1.example/.well-known/apgateway/" + owner.did() + "/actor";
        List<String> gateways = List.of("https://gw1.example");
        String old =
                RemoteWorld.portable(owner, gateways, url + "#old", RemoteWorld.RSA, 1, world.now.minusSeconds(50));
        String young =
                RemoteWorld.portable(owner, gateways, url + "#new", RemoteWorld.RSA, 2, world.now.minusSeconds(90));
        world.serve(url, young);
        assertThat(found(get(url)).keys()).extracting(RemoteActor.Key::id).contains(url + "#new");
        world.serve(url, old);
        assertThat(found(world.actors.refresh(url).await().indefinitely()).keys())
                .extracting(RemoteActor.Key::id)
                .contains(url + "#new");
        assertThat(found(get("ap://" + owner.did() + "/actor")).did())
                .hasValue(owner.did().toString());
    }

    /** FEP-844e. */
    @Test
    void learnsThatSoftwareTakesRfc9421() {
        JsonObject actor = RemoteWorld.json(RemoteWorld.actor(id, id + "#main-key", RemoteWorld.RSA));
        world.serve(
                id,
                actor.with(
                                "generator",
                                RemoteWorld.json("{\"type\":\"Application\",\"implements\":[{\"href\":"
                                        + "\"https://datatracker.ietf.org/doc/html/rfc9421\"}]}"))
                        .toString());
        get(id);
        assertThat(world.peers.of("peer.example").await().indefinitely())
                .isEqualTo(Optional.of(SignatureProfile.RFC9421));
    }

    /** Row 63: what strangers make us remember has an end. */
    @Test
    void forgetsWhatNobodyAskedForInALongTime() {
        serve();
        get(id);
        assertThat(DB.await(world.memory.upkeep(world.now))).isZero();
        assertThat(DB.await(world.memory.upkeep(world.now.plus(Duration.ofDays(91)))))
                .isPositive();
        assertThat(world.actors.remembered(id).await().indefinitely()).isInstanceOf(ActorLookup.NotFound.class);
    }
}
