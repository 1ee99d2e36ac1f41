package social.godwit.store.document;

import java.util.Collection;
import social.godwit.identity.encoding.Sha256;

/** Hashes as little-endian numbers added modulo 2^256, the sum inside a negentropy fingerprint. May differ, never proves. */
final class HashSum {
    private HashSum() {}

    /** The sum of nothing. */
    static byte[] zero() {
        return new byte[Sha256.LENGTH];
    }

    /** A new sum with these added. */
    static byte[] plus(byte[] sum, Collection<Sha256> hashes) {
        byte[] total = sum.clone();
        for (Sha256 hash : hashes) {
            byte[] addend = hash.bytes();
            int carry = 0;
            for (int i = 0; i < total.length; i++) {
                int digit = (total[i] & 0xFF) + (addend[i] & 0xFF) + carry;
                total[i] = (byte) digit;
                carry = digit >>> 8;
            }
        }
        return total;
    }
}
