package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.identity.Vectors;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;

/** Whatever verifies must say the same: Bouncy Castle with the torsion check, and the accelerator without. */
class AcceleratorTest {
    private static final @Nullable Accelerator FOUND = Accelerator.find();

    @BeforeEach
    void present() {
        Assumptions.assumeTrue(FOUND != null, "skipped: no accelerator on this platform");
    }

    private static void assertAgree(byte[] publicKey, byte[] message, byte[] signature, String what) {
        PublicPoint point = org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(publicKey, 0);
        if (point != null && signature.length == Ed25519.SIGNATURE_LENGTH) {
            assertThat(FOUND.verify(Ed25519PublicKey.of(publicKey), message, signature))
                    .as(what)
                    .isEqualTo(BouncyCastleRule.verify(point, message, signature));
        }
    }

    @Test
    void isInUse() {
        assertThat(Ed25519.implementation()).startsWith("AmazonCorrettoCryptoProvider");
    }

    @Test
    void agreesOnWycheproof() {
        JsonLimits limits = new JsonLimits(1 << 22, 32, 1 << 20, 1 << 16, false);
        JsonObject file = (JsonObject) Vectors.json(Vectors.shared("wycheproof/ed25519_test.json"), limits);
        for (Json group : file.list("testGroups")) {
            String key = ((JsonObject) group)
                    .object("publicKey")
                    .orElseThrow()
                    .string("pk")
                    .orElseThrow();
            for (Json item : ((JsonObject) group).list("tests")) {
                JsonObject test = (JsonObject) item;
                assertAgree(
                        HexFormat.of().parseHex(key),
                        HexFormat.of().parseHex(test.string("msg").orElseThrow()),
                        HexFormat.of().parseHex(test.string("sig").orElseThrow()),
                        "tcId " + test.get("tcId"));
            }
        }
    }

    /** R as each point of small order, in each of its spellings; only the neutral element solves the equation. */
    @ParameterizedTest
    @CsvSource({
        "0100000000000000000000000000000000000000000000000000000000000000, true",
        "0100000000000000000000000000000000000000000000000000000000000080, false",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, false",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, false",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, false",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, false",
        "0000000000000000000000000000000000000000000000000000000000000000, false",
        "0000000000000000000000000000000000000000000000000000000000000080, false",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f, false",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, false",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05, false",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85, false",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a, false",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa, false"
    })
    void agreesOnEveryRofSmallOrder(String encodedR, boolean valid) {
        byte[] seed = new byte[32];
        byte[] message = "small R".getBytes(StandardCharsets.UTF_8);
        byte[] signature = TorsionForge.withR(HexFormat.of().parseHex(encodedR), seed, message);
        Ed25519PublicKey key = SigningKey.ofSeed(seed).publicKey();

        assertAgree(key.bytes(), message, signature, encodedR);
        assertThat(Ed25519.verify(key, message, signature)).isEqualTo(valid);
    }

    @Test
    void agreesOnRandomSignaturesAndTheirNeighbours() {
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] seed = new byte[32];
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(seed);
            random.nextBytes(message);
            SigningKey key = SigningKey.ofSeed(seed);
            byte[] signature = new byte[64];
            org.bouncycastle.math.ec.rfc8032.Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
            byte[] flipped = signature.clone();
            flipped[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));

            assertAgree(key.publicKey().bytes(), message, signature, "valid " + i);
            assertAgree(key.publicKey().bytes(), message, flipped, "flipped " + i);
            assertAgree(key.publicKey().bytes(), message, AcceleratorVectors.addOrder(signature), "S + L " + i);
        }
    }
}
