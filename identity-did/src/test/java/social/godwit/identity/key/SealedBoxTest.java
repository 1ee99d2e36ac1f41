package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.encoding.Ed25519PublicKey;

class SealedBoxTest {
    private static final SigningKey ALICE = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey BOB = SigningKey.generate(new SeededRandomness(2));
    private static final byte[] PLAIN = "private key".getBytes(StandardCharsets.UTF_8);

    private static byte[] sealed() {
        return SealedBox.seal(PLAIN, ALICE.publicKey(), "rsa", new SeededRandomness(3));
    }

    @Test
    void opensForTheKeyAndThePurposeOnly() {
        assertThat(SealedBox.open(sealed(), ALICE, "rsa")).hasValue(PLAIN);
        assertThat(SealedBox.open(sealed(), BOB, "rsa")).isEmpty();
        assertThat(SealedBox.open(sealed(), ALICE, "bag")).isEmpty();
    }

    @Test
    void sealsNothingAndMuch() {
        for (int length : new int[] {0, 1, 1_700, 1 << 20}) {
            byte[] plain = new SeededRandomness(length).bytes(length);
            byte[] sealed = SealedBox.seal(plain, ALICE.publicKey(), "x", new SeededRandomness(4));

            assertThat(sealed).hasSize(length + 49);
            assertThat(SealedBox.open(sealed, ALICE, "x")).hasValue(plain);
        }
    }

    @Test
    void refusesEveryAlteredByte() {
        byte[] sealed = sealed();
        for (int i = 0; i < sealed.length; i++) {
            byte[] altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(SealedBox.open(altered, ALICE, "rsa")).as("byte %d", i).isEmpty();
        }
        for (int length = 0; length < sealed.length; length += 7) {
            assertThat(SealedBox.open(java.util.Arrays.copyOf(sealed, length), ALICE, "rsa"))
                    .isEmpty();
        }
    }

    @Test
    void refusesAnEncapsulatedKeyOfSmallOrder() {
        byte[] sealed = sealed();
        java.util.Arrays.fill(sealed, 1, 33, (byte) 0);

        assertThat(SealedBox.open(sealed, ALICE, "rsa")).isEmpty();
    }

    @Test
    void sealsToValidKeysOnly() {
        byte[] neutral = new byte[32];
        neutral[0] = 1;

        assertThatThrownBy(() -> SealedBox.seal(PLAIN, Ed25519PublicKey.of(neutral), "x", new SeededRandomness(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealedBox.seal(PLAIN, ALICE.publicKey(), "", new SeededRandomness(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void freshRandomnessMakesAnotherBox() {
        assertThat(sealed()).isNotEqualTo(SealedBox.seal(PLAIN, ALICE.publicKey(), "rsa", new SeededRandomness(9)));
    }

    /** The Montgomery key of the Ed25519 key is the X25519 key of its scalar; known pair from libsodium's own test. */
    @Test
    void derivesMatchingX25519Keys() {
        byte[] scalar = MontgomeryKeys.privateKey(ALICE.seed());
        byte[] expected = new byte[32];
        X25519.generatePublicKey(scalar, 0, expected, 0);

        assertThat(MontgomeryKeys.publicKey(ALICE.publicKey())).isEqualTo(expected);
        SigningKey sodium = SigningKey.ofSeed(
                HexFormat.of().parseHex("421151a459faeade3d247115f94aedae42318124095afabe4d1451a559faedee"));
        assertThat(HexFormat.of().formatHex(MontgomeryKeys.publicKey(sodium.publicKey())))
                .isEqualTo("f1814f0e8ff1043d8a44d25babff3cedcae6c22c3edaa48f857ae70de2baae50");
        assertThat(HexFormat.of().formatHex(MontgomeryKeys.privateKey(sodium.seed())))
                .isEqualTo("8052030376d47112be7f73ed7a019293dd12ad910b654455798b4667d73de166");
    }
}
