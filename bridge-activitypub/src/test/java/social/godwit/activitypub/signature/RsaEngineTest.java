package social.godwit.activitypub.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.NativeCrypto;
import social.godwit.identity.key.RsaKeyPair;

@DisplayName("The native provider's RSA")
class RsaEngineTest {
    private static final byte[] MESSAGE = "(request-target): post /inbox".getBytes(StandardCharsets.UTF_8);
    private static final Random RANDOM = new Random(5);
    private static final RsaEngine JDK = new RsaEngine(Security.getProvider("SunRsaSign"));

    private Provider provider;

    @BeforeEach
    void present() {
        Optional<Provider> found = NativeCrypto.load();
        Assumptions.assumeTrue(found.isPresent(), "skipped: no native provider on this platform");
        provider = found.get();
    }

    private static RsaKeyPair newKey() {
        return RsaKeyPair.generate(count -> {
            byte[] bytes = new byte[count];
            RANDOM.nextBytes(bytes);
            return bytes;
        });
    }

    @Test
    @DisplayName(
            "destroys a translated key that another engine still uses, which is why keys are made from their encoding")
    void destroysTranslatedKeys() throws Exception {
        RsaKeyPair pair = newKey();
        var translated = (PublicKey) KeyFactory.getInstance("RSA", provider)
                .translateKey(pair.publicKey().jca());
        Signature engine = Signature.getInstance("SHA256withRSA", provider);
        engine.initVerify(translated);
        engine.initVerify(newKey().publicKey().jca());
        assertThatThrownBy(() -> {
                    Signature another = Signature.getInstance("SHA256withRSA", provider);
                    another.initVerify(translated);
                    another.update(MESSAGE);
                    another.verify(new byte[256]);
                })
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("destroyed");
    }

    @Test
    @DisplayName("serves many keys in many threads, each engine going from key to key")
    void sharesKeysAmongThreads() throws Exception {
        RsaEngine engine = new RsaEngine(provider);
        List<RsaKeyPair> pairs = List.of(newKey(), newKey(), newKey());
        List<byte[]> signatures =
                pairs.stream().map(pair -> JDK.sign(pair.jca(), MESSAGE)).toList();
        List<Callable<Void>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            work.add(() -> {
                for (int i = 0; i < 300; i++) {
                    RsaKeyPair pair = pairs.get(i % 3);
                    assertThat(engine.verifies(pair.publicKey(), MESSAGE, signatures.get(i % 3)))
                            .isTrue();
                    assertThat(engine.verifies(pair.publicKey(), MESSAGE, signatures.get((i + 1) % 3)))
                            .isFalse();
                    assertThat(engine.sign(pair.jca(), MESSAGE)).isEqualTo(signatures.get(i % 3));
                }
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    @Test
    @DisplayName("passes the self-test, as the JDK's does")
    void passesTheSelfTest() {
        assertThat(RsaSelfTest.passes(new RsaEngine(provider))).isTrue();
        assertThat(RsaSelfTest.passes(JDK)).isTrue();
    }

    @Test
    @DisplayName("finds no signature of a wrong length valid")
    void refusesWrongLengths() {
        RsaEngine engine = new RsaEngine(provider);
        RsaKeyPair pair = newKey();
        for (int length : new int[] {0, 1, 255, 257, 512, 4_096}) {
            assertThat(engine.verifies(pair.publicKey(), MESSAGE, new byte[length]))
                    .isFalse();
        }
    }

    @Test
    @DisplayName("finds nothing valid in Wycheproof that the JDK refuses; beside it, all is as with the JDK alone")
    void agreesOnWycheproof() throws Exception {
        Path file = Path.of(Optional.ofNullable(System.getenv("GODWIT_VECTORS")).orElse("../../shared/vectors"))
                .resolve("wycheproof/rsa_signature_2048_sha256_test.json");
        Assumptions.assumeTrue(
                Files.isRegularFile(file), "skipped: no " + file + "; set GODWIT_VECTORS to the folder of vectors");
        RsaEngine engine = new RsaEngine(provider);
        int compared = 0;
        JsonObject tests = read(Files.readAllBytes(file));
        for (Json item : tests.list("testGroups")) {
            JsonObject group = (JsonObject) item;
            RsaPublicKey key = RsaPublicKey.fromPem(group.string("publicKeyPem").orElseThrow())
                    .orElseThrow();
            for (Json one : group.list("tests")) {
                JsonObject test = (JsonObject) one;
                byte[] message = HexFormat.of().parseHex(test.string("msg").orElseThrow());
                byte[] signature = HexFormat.of().parseHex(test.string("sig").orElseThrow());
                boolean valid = JDK.verifies(key, message, signature);
                assertThat(!engine.verifies(key, message, signature) || valid)
                        .as("tcId " + test.get("tcId"))
                        .isTrue();
                assertThat(RsaSignatures.verifies(key, message, signature))
                        .as("tcId " + test.get("tcId"))
                        .isEqualTo(valid);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(200);
    }

    private static JsonObject read(byte[] json) {
        JsonLimits limits = new JsonLimits(1 << 22, 32, 1 << 20, 1 << 16, false);
        return switch (StrictJson.read(json, limits)) {
            case JsonReading.Read(JsonObject object) -> object;
            default -> throw new IllegalArgumentException("the vectors cannot be read");
        };
    }
}
