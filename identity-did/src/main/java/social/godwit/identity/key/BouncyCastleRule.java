package social.godwit.identity.key;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/**
 * The rule by Bouncy Castle, which decides. Its own equation multiplies by the cofactor and so forgives a torsion point in
 * R; with the key and R both in the prime-order subgroup, both equations say the same.
 */
final class BouncyCastleRule {
    private static final byte[] NEUTRAL = neutral();

    private BouncyCastleRule() {}

    /** {@code point} is a valid key, {@code signature} has 64 bytes. */
    static boolean verify(PublicPoint point, byte[] message, byte[] signature) {
        return Ed25519.verify(signature, 0, point, message, 0, message.length) && torsionFree(signature);
    }

    private static boolean torsionFree(byte[] signature) {
        // The neutral element is in the subgroup, but Bouncy Castle's check is for keys, where it is refused.
        return Arrays.equals(signature, 0, 32, NEUTRAL, 0, 32) || Ed25519.validatePublicKeyFull(signature, 0);
    }

    private static byte[] neutral() {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        return neutral;
    }
}
