package social.godwit.identity.key;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;

/** Makes the odd signatures that only a key's holder can make. */
final class TorsionForge {
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private TorsionForge() {}

    /** A signature with r = 0: R is the neutral element, S = k·a. */
    static byte[] withNeutralR(byte[] seed, byte[] message) {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        return withR(neutral, seed, message);
    }

    /** The same with R spelt, or meant, otherwise: S solves the equation up to the difference between R and the neutral element. */
    static byte[] withR(byte[] encodedR, byte[] seed, byte[] message) {
        try {
            MessageDigest sha512 = MessageDigest.getInstance("SHA-512");
            byte[] scalar = Arrays.copyOf(sha512.digest(seed), 32);
            scalar[0] &= (byte) 0xF8;
            scalar[31] &= 0x7F;
            scalar[31] |= 0x40;
            byte[] publicKey = SigningKey.ofSeed(seed).publicKey().bytes();
            sha512.update(encodedR);
            sha512.update(publicKey);
            BigInteger k = littleEndian(sha512.digest(message));
            byte[] s = k.multiply(littleEndian(scalar)).mod(ORDER).toByteArray();
            byte[] signature = Arrays.copyOf(encodedR, 64);
            for (int i = 0; i < Math.min(32, s.length); i++) {
                signature[32 + i] = s[s.length - 1 - i];
            }
            return signature;
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
