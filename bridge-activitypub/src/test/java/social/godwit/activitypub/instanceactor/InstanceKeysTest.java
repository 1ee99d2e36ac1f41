package social.godwit.activitypub.instanceactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.Instance;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.testing.TestDatabase;

class InstanceKeysTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instance INSTANCE = new Instance("https://us.example", "1", false, true);

    private static InstanceKeys keys(long seed) {
        Random random = new Random(seed);
        Randomness randomness = count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
        return new InstanceKeys(
                INSTANCE,
                new HibernateInstanceKeyStore(DB.database()),
                randomness,
                InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z")));
    }

    @Test
    void areMadeOnceAndFoundAgain() {
        InstanceKeys first = keys(1);
        DB.await(first.load());
        InstanceKeys second = keys(2);
        DB.await(second.load());
        assertThat(second.did()).isEqualTo(first.did());
        assertThat(second.rsa()).isEqualTo(first.rsa());
        assertThat(first.requestKey().id()).startsWith("https://us.example/actor#rsa-");
        assertThat(first.requestKey().toString()).doesNotContain("PrivateKey");
    }

    @Test
    void areNotUsedBeforeTheyAreLoaded() {
        assertThatThrownBy(() -> keys(3).did()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void standInTheInstanceActorUnderFragmentsOfItsId() {
        InstanceKeys keys = keys(1);
        DB.await(keys.load());
        JsonObject actor = (JsonObject)
                ((JsonReading.Read) StrictJson.read(new InstanceActor(INSTANCE, keys).document(), JsonLimits.DOCUMENT))
                        .value();
        assertThat(actor.string("id")).hasValue("https://us.example/actor");
        assertThat(actor.string("type")).hasValue("Application");
        JsonObject publicKey = actor.object("publicKey").orElseThrow();
        assertThat(publicKey.string("id")).hasValue(keys.requestKey().id());
        assertThat(publicKey.string("owner")).isEqualTo(actor.string("id"));
        assertThat(publicKey.string("publicKeyPem").flatMap(RsaPublicKey::fromPem))
                .hasValue(keys.rsa());
        assertThat(actor.list("assertionMethod")).hasSize(2).allSatisfy(item -> {
            JsonObject method = (JsonObject) item;
            assertThat(method.string("id").orElseThrow()).startsWith("https://us.example/actor#");
            assertThat(method.string("controller")).isEqualTo(actor.string("id"));
            assertThat(method.string("publicKeyMultibase").flatMap(Multikey::parse))
                    .isPresent();
        });
    }
}
