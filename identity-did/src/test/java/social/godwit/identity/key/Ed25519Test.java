package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Vectors;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;

/** The network's one rule for signatures, see docs/shared-store-protocol.md, "Validity of signatures". */
class Ed25519Test {
    private static final String TORSION_KEY = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
    private static final String TORSION_SIGNATURE = "5b61c2e3b93e6c06450f327ea72cdfeb8cde6aa020d2dd827ab3f86e708c8393"
            + "32f51d9024b16a9ccc5387bf65a3d7ea4eb7aa4b0311506145e954f41c7e8103";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Ed25519PublicKey key(String hex) {
        return Ed25519PublicKey.of(hex(hex));
    }

    /** RFC 8032 section 7.1, tests 1 to 3 and SHA(abc). */
    @ParameterizedTest
    @CsvSource({
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42, ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f, dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
    })
    void verifiesTheVectorsOfRfc8032(String seed, String publicKey, String message, String signature) {
        SigningKey key = SigningKey.ofSeed(hex(seed));
        byte[] made = new byte[64];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(key.seed(), 0, hex(message), 0, hex(message).length, made, 0);

        assertThat(key.publicKey()).isEqualTo(key(publicKey));
        assertThat(made).isEqualTo(hex(signature));
        assertThat(Ed25519.verify(key(publicKey), hex(message), hex(signature))).isTrue();
        assertThat(Ed25519.verify(key(publicKey), hex(message + "00"), hex(signature)))
                .isFalse();
    }

    @Test
    void refusesATamperedBitAnywhere() {
        byte[] message = "message".getBytes(StandardCharsets.UTF_8);
        SigningKey key = SigningKey.ofSeed(new byte[32]);
        byte[] signature = new byte[64];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(key.seed(), 0, message, 0, message.length, signature, 0);

        assertThat(Ed25519.verify(key.publicKey(), message, signature)).isTrue();
        for (int bit = 0; bit < 512; bit++) {
            byte[] tampered = signature.clone();
            tampered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519.verify(key.publicKey(), message, tampered))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void agreesWithWycheproof() {
        JsonLimits limits = new JsonLimits(1 << 22, 32, 1 << 20, 1 << 16, false);
        JsonObject file = (JsonObject) Vectors.json(Vectors.shared("wycheproof/ed25519_test.json"), limits);
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Json group : file.list("testGroups")) {
            String publicKey = ((JsonObject) group)
                    .object("publicKey")
                    .orElseThrow()
                    .string("pk")
                    .orElseThrow();
            for (Json item : ((JsonObject) group).list("tests")) {
                JsonObject test = (JsonObject) item;
                boolean valid = Ed25519.verify(
                        key(publicKey),
                        hex(test.string("msg").orElseThrow()),
                        hex(test.string("sig").orElseThrow()));
                count++;
                if (valid != test.string("result").orElseThrow().equals("valid")) {
                    wrong.add(test.get("tcId") + " " + test.string("comment").orElse(""));
                }
            }
        }
        assertThat(count).isEqualTo(151);
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("golden vector: a torsion point in R passes Bouncy Castle's own check and is refused by the rule")
    void refusesTorsionInR() {
        byte[] message = "godwit torsion in R".getBytes(StandardCharsets.UTF_8);
        byte[] signature = hex(TORSION_SIGNATURE);

        assertThat(org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                        signature, 0, hex(TORSION_KEY), 0, message, 0, message.length))
                .isTrue();
        assertThat(Ed25519.verify(key(TORSION_KEY), message, signature)).isFalse();
    }

    /** The eight points of small order and their other encodings: as keys they would verify almost anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void refusesKeysOfSmallOrderAndNonCanonicalKeys(String key) {
        byte[] signature = new byte[64];
        signature[0] = 1;

        assertThat(Ed25519.isValidKey(key(key))).isFalse();
        for (int i = 0; i < 16; i++) {
            assertThat(Ed25519.verify(key(key), new byte[] {(byte) i}, signature))
                    .isFalse();
        }
    }

    /** ed25519-speccheck 3: the key has a component of small order. */
    @Test
    void refusesKeysOfMixedOrder() {
        assertThat(Ed25519.isValidKey(key("cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d")))
                .isFalse();
    }

    @Test
    void refusesSPlusOrder() {
        byte[] message = "malleable".getBytes(StandardCharsets.UTF_8);
        SigningKey key = SigningKey.ofSeed(new byte[32]);
        byte[] signature = new byte[64];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(key.seed(), 0, message, 0, message.length, signature, 0);

        assertThat(Ed25519.verify(key.publicKey(), message, signature)).isTrue();
        assertThat(Ed25519.verify(key.publicKey(), message, AcceleratorVectors.addOrder(signature)))
                .isFalse();
    }

    @Test
    void refusesOtherLengths() {
        SigningKey key = SigningKey.ofSeed(new byte[32]);

        for (int length : new int[] {0, 32, 63, 65, 96, 128}) {
            assertThat(Ed25519.verify(key.publicKey(), new byte[0], new byte[length]))
                    .isFalse();
        }
    }

    /** R is the neutral element and S solves the equation: only the secret's holder can make it, and it is valid everywhere. */
    @Test
    void takesTheNeutralElementAsRWhereTheEquationHolds() {
        byte[] message = "r = 0".getBytes(StandardCharsets.UTF_8);
        byte[] signature = TorsionForge.withNeutralR(new byte[32], message);
        PublicPoint point = org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(hex(TORSION_KEY), 0);

        assertThat(point).isNotNull();
        assertThat(BouncyCastleRule.verify(point, message, signature)).isTrue();
        assertThat(Ed25519.verify(key(TORSION_KEY), message, signature)).isTrue();
    }
}
