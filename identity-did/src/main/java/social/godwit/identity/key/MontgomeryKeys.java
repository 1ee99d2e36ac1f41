package social.godwit.identity.key;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import social.godwit.identity.encoding.Ed25519PublicKey;

/** The X25519 keys that follow from Ed25519 keys by the birational map of RFC 7748 section 4.1. */
final class MontgomeryKeys {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    private MontgomeryKeys() {}

    /** u = (1 + y) / (1 − y). Only for valid keys: others have small-order images. */
    static byte[] publicKey(Ed25519PublicKey key) {
        if (!Ed25519.isValidKey(key)) {
            throw new IllegalArgumentException("not a valid Ed25519 key: " + key);
        }
        byte[] littleEndian = key.bytes();
        littleEndian[31] &= 0x7F;
        BigInteger y = new BigInteger(1, reversed(littleEndian));
        BigInteger u = BigInteger.ONE
                .add(y)
                .multiply(BigInteger.ONE.subtract(y).mod(P).modInverse(P))
                .mod(P);
        byte[] bigEndian = u.toByteArray();
        byte[] out = new byte[32];
        for (int i = 0; i < Math.min(32, bigEndian.length); i++) {
            out[i] = bigEndian[bigEndian.length - 1 - i];
        }
        return out;
    }

    /** The clamped scalar of RFC 8032 section 5.1.5. */
    static byte[] privateKey(byte[] seed) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-512").digest(seed);
            byte[] scalar = Arrays.copyOf(hash, 32);
            Arrays.fill(hash, (byte) 0);
            scalar[0] &= (byte) 0xF8;
            scalar[31] &= 0x7F;
            scalar[31] |= 0x40;
            return scalar;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
