package social.godwit.store.record;

import java.util.Collection;
import social.godwit.identity.encoding.Sha256;

/** Hashes as little-endian numbers, added modulo 2^256. */
final class RecordSum {
    private RecordSum() {}

    static byte[] zero() {
        return new byte[Sha256.LENGTH];
    }

    /** A new sum with some added and some taken away. */
    static byte[] changed(byte[] sum, Collection<Sha256> added, Collection<Sha256> removed) {
        byte[] total = sum.clone();
        added.forEach(hash -> add(total, hash.bytes(), 1));
        removed.forEach(hash -> add(total, hash.bytes(), -1));
        return total;
    }

    private static void add(byte[] total, byte[] number, int sign) {
        int carry = 0;
        for (int i = 0; i < total.length; i++) {
            int digit = (total[i] & 0xFF) + sign * (number[i] & 0xFF) + carry;
            total[i] = (byte) digit;
            carry = digit >> 8;
        }
    }
}
