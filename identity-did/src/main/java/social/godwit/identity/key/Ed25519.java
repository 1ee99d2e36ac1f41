package social.godwit.identity.key;

import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Ed25519PublicKey;

/**
 * The one rule of the network for Ed25519, see {@code docs/shared-store-protocol.md}, "Validity of signatures": the
 * cofactorless equation, canonical encodings, signatures of 64 bytes, keys of the prime-order subgroup. Replicas and
 * browsers must never disagree on validity.
 */
public final class Ed25519 {
    /** Bytes of a signature. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final KnownKeys KEYS = new KnownKeys(16_384);
    /** Made at first use. */
    private static final class Lazy {
        static final @Nullable Accelerator ACCELERATOR = Accelerator.find();
    }

    private Ed25519() {}

    /** Whether the signature of the message by this key is valid. Never throws on bad input. */
    public static boolean verify(Ed25519PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        PublicPoint point = KEYS.point(key);
        if (point == null) {
            return false;
        }
        Accelerator accelerator = NativeCrypto.ready().isPresent() ? Lazy.ACCELERATOR : null;
        return accelerator != null
                ? accelerator.verify(key, message, signature)
                : BouncyCastleRule.verify(point, message, signature);
    }

    /** Whether the key is a canonical encoding of a point of the prime-order subgroup other than the neutral element. */
    public static boolean isValidKey(Ed25519PublicKey key) {
        return KEYS.point(key) != null;
    }

    /** What verifies from now on: {@code Bouncy Castle}, or the accelerator that agrees with it on every self-test. */
    public static String implementation() {
        return Lazy.ACCELERATOR != null ? Lazy.ACCELERATOR.name() : "Bouncy Castle";
    }
}
