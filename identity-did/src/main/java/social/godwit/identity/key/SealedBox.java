package social.godwit.identity.key;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.Ed25519PublicKey;

/**
 * Encryption to an Ed25519 identity: HPKE base mode (RFC 9180) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and
 * ChaCha20-Poly1305, to the X25519 key that follows from the Ed25519 key. Sealed: a version byte 1, 32 bytes of encapsulated
 * key, ciphertext with tag. The {@code info} is {@code godwit sealed box 1}, a zero byte, the purpose, a zero byte and the
 * recipient's 32 Ed25519 bytes, so that nothing sealed for one use or key opens for another.
 */
public final class SealedBox {
    private static final byte VERSION = 1;
    private static final int ENCAPSULATED = 32;
    private static final int TAG = 16;

    private SealedBox() {}

    /** Seals to a key, which must be valid; {@code purpose} is a constant of the caller without zero characters. */
    public static byte[] seal(byte[] plain, Ed25519PublicKey to, String purpose, Randomness randomness) {
        HPKE hpke = suite();
        byte[] recipient = MontgomeryKeys.publicKey(to);
        byte[] ephemeralSeed = randomness.bytes(32);
        AsymmetricCipherKeyPair ephemeral = hpke.deriveKeyPair(ephemeralSeed);
        HPKEContextWithEncapsulation context =
                hpke.setupBaseS(hpke.deserializePublicKey(recipient), info(purpose, to), ephemeral);
        try {
            byte[] ciphertext = context.seal(new byte[0], plain);
            byte[] sealed = new byte[1 + ENCAPSULATED + ciphertext.length];
            sealed[0] = VERSION;
            System.arraycopy(context.getEncapsulation(), 0, sealed, 1, ENCAPSULATED);
            System.arraycopy(ciphertext, 0, sealed, 1 + ENCAPSULATED, ciphertext.length);
            return sealed;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("sealing never meets a bad ciphertext", e);
        }
    }

    /** Opens what was sealed to this key for this purpose; nothing when it was not, or was altered. */
    public static Optional<byte[]> open(byte[] sealed, SigningKey key, String purpose) {
        if (sealed.length < 1 + ENCAPSULATED + TAG || sealed[0] != VERSION) {
            return Optional.empty();
        }
        HPKE hpke = suite();
        byte[] secret = MontgomeryKeys.privateKey(key.seed());
        byte[] encapsulated = Arrays.copyOfRange(sealed, 1, 1 + ENCAPSULATED);
        byte[] ciphertext = Arrays.copyOfRange(sealed, 1 + ENCAPSULATED, sealed.length);
        try {
            AsymmetricCipherKeyPair pair =
                    hpke.deserializePrivateKey(secret, MontgomeryKeys.publicKey(key.publicKey()));
            return Optional.of(hpke.setupBaseR(encapsulated, pair, info(purpose, key.publicKey()))
                    .open(new byte[0], ciphertext));
        } catch (InvalidCipherTextException | RuntimeException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    private static byte[] info(String purpose, Ed25519PublicKey to) {
        if (purpose.isEmpty() || purpose.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a purpose is a constant without zero characters");
        }
        byte[] text = ("godwit sealed box 1\0" + purpose + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] info = Arrays.copyOf(text, text.length + Ed25519PublicKey.LENGTH);
        System.arraycopy(to.bytes(), 0, info, text.length, Ed25519PublicKey.LENGTH);
        return info;
    }
}
