package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.signature.PublicKeys.KeyLookup;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** Rows 5 to 7 and 41: whose key it is. */
class RemoteKeysTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final RemoteWorld world = new RemoteWorld(DB);
    private final String host = "https://peer" + NEXT.incrementAndGet() + ".example";
    private final String actor = host + "/users/beth";
    private final SigningKey owner = SigningKey.generate(RemoteWorld.RANDOMNESS);

    private KeyLookup find(String keyId) {
        return world.keys.find(keyId).await().atMost(Duration.ofSeconds(10));
    }

    private void assertFound(String keyId, String expectedActor) {
        assertThat(find(keyId)).isInstanceOfSatisfying(KeyLookup.Found.class, found -> {
            assertThat(found.actor()).isEqualTo(expectedActor);
            assertThat(found.key()).isEqualTo(RemoteWorld.RSA);
        });
    }

    private void assertNotFound(String keyId) {
        assertThat(find(keyId)).isInstanceOf(KeyLookup.NotFound.class);
    }

    @Test
    void findsAKeyUnderAFragmentOfItsOwner() {
        world.serve(actor, RemoteWorld.actor(actor, actor + "#main-key", RemoteWorld.RSA));
        assertFound(actor + "#main-key", actor);
        assertFound(actor + "#main-key", actor);
        assertThat(world.asked).containsExactly(actor);
    }

    /** GoToSocial's key ids have no fragment and answer with a stub of the actor. */
    @Test
    void findsAKeyBehindAStub() {
        String keyId = actor + "/main-key";
        world.serve(actor, RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        world.serve(keyId, stub(actor, keyId));
        assertFound(keyId, actor);
        assertThat(world.asked).containsExactly(keyId, actor);
        world.now = world.now.plus(Duration.ofHours(2));
        assertFound(keyId, actor);
        assertThat(world.asked).containsExactly(keyId, actor);
    }

    private static String stub(String owner, String keyId) {
        return "{\"@context\":\"" + RemoteWorld.AS + "\",\"id\":\"" + owner + "\",\"type\":\"Person\",\"publicKey\":"
                + "{\"id\":\"" + keyId + "\",\"owner\":\"" + owner + "\",\"publicKeyPem\":"
                + social.godwit.identity.json.Json.of(RemoteWorld.RSA.pem()) + "}}";
    }

    /** A key as a document of its own, with an owner that lists it. */
    @Test
    void findsAKeyThatIsADocumentOfItsOwn() {
        String keyId = host + "/keys/1";
        world.serve(actor, RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        world.serve(keyId, key(keyId, actor));
        assertFound(keyId, actor);
    }

    private static String key(String id, String owner) {
        return "{\"@context\":\"https://w3id.org/security/v1\",\"id\":\"" + id + "\",\"owner\":\"" + owner
                + "\",\"publicKeyPem\":" + social.godwit.identity.json.Json.of(RemoteWorld.RSA.pem()) + "}";
    }

    /** Row 5: nothing is fetched for the owner of a key on another host. */
    @Test
    void believesNoOwnerOnAnotherHost() {
        String keyId = "https://evil.example/keys/" + NEXT.incrementAndGet();
        world.serve(keyId, key(keyId, actor));
        world.serve(actor, RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        assertNotFound(keyId);
        assertThat(world.asked).containsExactly(keyId);
    }

    /** Row 6: the key says whose it is, but the owner does not list it. */
    @Test
    void believesNoKeyThatItsOwnerDoesNotList() {
        String keyId = host + "/media/upload";
        world.serve(keyId, key(keyId, actor));
        world.serve(actor, RemoteWorld.actor(actor, actor + "#main-key", RemoteWorld.RSA));
        assertNotFound(keyId);
        assertNotFound(actor + "#other-key");
    }

    /** Row 7: a key document with another id than the one it was asked under. */
    @Test
    void believesNoKeyUnderAnotherId() {
        String keyId = host + "/keys/2";
        world.serve(keyId, key(host + "/keys/3", actor));
        world.serve(actor, RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        assertNotFound(keyId);
        world.redirect(host + "/keys/4", "https://evil.example/keys/4", key(host + "/keys/4", actor));
        assertNotFound(host + "/keys/4");
    }

    /** An actor's list may name keys of its own origin only. */
    @Test
    void believesNoListedKeyOfAnotherHost() {
        String keyId = "https://evil.example/users/x#main-key";
        world.serve(actor, RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        world.serve("https://evil.example/users/x", RemoteWorld.actor(actor, keyId, RemoteWorld.RSA));
        assertNotFound(keyId);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://us.example/actor#main-key",
                "http://peer.example/actor#main-key",
                "https://denied.example/users/a#main-key",
                "did:key:z6Mk#z6Mk",
                "acct:a@peer.example",
                "https://user@peer.example/a#k",
                "https://peer.example/.well-known/apgateway/did:key:zBad/actor#k",
                "file:///etc/passwd",
            })
    void asksNobodyForWhatCannotBeAKey(String keyId) {
        assertThat(world.keys.unacceptable(keyId)).isPresent();
    }

    /** Row 41: a storm of random key ids of one host. */
    @Test
    void asksOneHostOnlySoOften() {
        for (int i = 0; i < 400; i++) {
            find(host + "/keys/random-" + i);
        }
        assertThat(world.asked).hasSize(300);
        assertThat(find(host + "/keys/another")).isInstanceOf(KeyLookup.Unavailable.class);
        world.now = world.now.plus(Duration.ofMinutes(2));
        assertNotFound(host + "/keys/another");
    }

    @Test
    void fetchesAgainWhenTheOwnerHasANewKey() {
        world.serve(actor, RemoteWorld.actor(actor, actor + "#old", RemoteWorld.RSA));
        assertFound(actor + "#old", actor);
        world.now = world.now.plus(Duration.ofMinutes(5));
        world.serve(actor, RemoteWorld.actor(actor, actor + "#new", RemoteWorld.RSA));
        assertFound(actor + "#new", actor);
        assertThat(world.asked).containsExactly(actor, actor);
    }

    @Test
    void tellsUnavailableAndGoneApart() {
        world.serve(actor, 503, "text/html", "later");
        assertThat(find(actor + "#main-key")).isInstanceOf(KeyLookup.Unavailable.class);
        world.now = world.now.plus(Duration.ofMinutes(1));
        world.serve(actor, 410, "text/html", "gone");
        assertThat(find(actor + "#main-key")).isInstanceOf(KeyLookup.Gone.class);
    }

    private String at(String gateway) {
        return gateway + "/.well-known/apgateway/" + owner.did() + "/actor";
    }

    /** Mitra signs with the compatible key id while its document says ap+ef61: keys are compared by canonical id. */
    @Test
    void findsAPortableKeyByItsCanonicalId() {
        List<String> gateways = List.of("https://gw1.example", "https://gw2.example");
        String document = RemoteWorld.portable(
                owner,
                gateways,
                "ap+ef61://" + owner.did() + "/actor#rsa-1",
                RemoteWorld.RSA,
                1,
                world.now.minusSeconds(9));
        world.serve(at("https://gw1.example"), document);
        world.serve(at("https://gw2.example"), document);
        assertFound(at("https://gw1.example") + "#rsa-1", at("https://gw1.example"));
        assertFound(at("https://gw2.example") + "#rsa-1", at("https://gw1.example"));
    }

    /** A gateway that the owner does not list lends no key to anybody. */
    @Test
    void believesNoPortableKeyOverAGatewayThatIsNotListed() {
        String document = RemoteWorld.portable(
                owner,
                List.of("https://gw1.example"),
                at("https://gw1.example") + "#rsa-1",
                RemoteWorld.RSA,
                1,
                world.now.minusSeconds(9));
        world.serve(at("https://gw1.example"), document);
        world.serve(at("https://evil.example"), document);
        assertNotFound(at("https://evil.example") + "#rsa-1");
        world.serve(
                at("https://gw1.example"),
                RemoteWorld.json(document).without("proof").toString());
        assertFound(at("https://gw1.example") + "#rsa-1", at("https://gw1.example"));
    }

    @Test
    void believesNoPortableKeyWithoutAProof() {
        String document = RemoteWorld.portable(
                owner,
                List.of("https://gw1.example"),
                at("https://gw1.example") + "#rsa-1",
                RemoteWorld.RSA,
                1,
                world.now.minusSeconds(9));
        world.serve(
                at("https://gw1.example"),
                RemoteWorld.json(document).without("proof").toString());
        assertNotFound(at("https://gw1.example") + "#rsa-1");
    }
}
