package social.godwit.identity.encoding;

import java.util.Arrays;
import java.util.Optional;

/** Base58btc: Bitcoin's alphabet, leading zero bytes as {@code 1}. Every byte string has exactly one spelling. */
public final class Base58 {
    /** Longest input of {@link #decode}: work grows with its square. */
    public static final int MAX_CHARACTERS = 8_192;

    private static final char[] ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".toCharArray();
    private static final byte[] VALUES = new byte[128];
    /** Five characters at a time: 58⁵ still fits an unsigned int. */
    private static final int GROUP = 5;

    private static final int[] POWERS = {1, 58, 3_364, 195_112, 11_316_496, 656_356_768};

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
        }
    }

    private Base58() {}

    /** Returns the text of these bytes, without multibase prefix. */
    public static String encode(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        // Limbs of five characters, least significant first.
        int[] limbs = new int[(bytes.length - zeros) * 11 / 40 + 2];
        int used = 0;
        for (int i = zeros; i < bytes.length; ) {
            int stop = Math.min(i + Integer.BYTES, bytes.length);
            int shift = (stop - i) * Byte.SIZE;
            long carry = 0;
            for (; i < stop; i++) {
                carry = (carry << Byte.SIZE) | (bytes[i] & 0xFF);
            }
            // A limb has less than 30 bits: nothing overflows.
            for (int j = 0; j < used; j++) {
                carry += (long) limbs[j] << shift;
                limbs[j] = (int) (carry % POWERS[GROUP]);
                carry /= POWERS[GROUP];
            }
            for (; carry > 0; carry /= POWERS[GROUP]) {
                limbs[used++] = (int) (carry % POWERS[GROUP]);
            }
        }
        StringBuilder out = new StringBuilder(zeros + used * GROUP);
        out.repeat('1', zeros);
        for (int j = used - 1; j >= 0; j--) {
            boolean top = j == used - 1;
            for (int k = GROUP - 1; k >= 0; k--) {
                int digit = limbs[j] / POWERS[k] % 58;
                if (digit != 0 || !top) {
                    out.append(ALPHABET[digit]);
                    top = false;
                }
            }
        }
        return out.toString();
    }

    /** Returns the bytes of a text without multibase prefix, or nothing when it is too long or has other characters. */
    public static Optional<byte[]> decode(String text) {
        int length = text.length();
        if (length > MAX_CHARACTERS) {
            return Optional.empty();
        }
        int zeros = 0;
        while (zeros < length && text.charAt(zeros) == '1') {
            zeros++;
        }
        // Limbs of 32 bits, least significant first.
        int[] limbs = new int[(length - zeros) * 3 / 16 + 2];
        int used = 0;
        for (int i = zeros; i < length; ) {
            int stop = Math.min(i + GROUP, length);
            long carry = 0;
            long power = POWERS[stop - i];
            for (; i < stop; i++) {
                char c = text.charAt(i);
                int value = c < 128 ? VALUES[c] : -1;
                if (value < 0) {
                    return Optional.empty();
                }
                carry = carry * 58 + value;
            }
            for (int j = 0; j < used; j++) {
                carry += (limbs[j] & 0xFFFF_FFFFL) * power;
                limbs[j] = (int) carry;
                carry >>>= 32;
            }
            if (carry > 0) {
                limbs[used++] = (int) carry;
            }
        }
        return Optional.of(bigEndian(limbs, used, zeros));
    }

    private static byte[] bigEndian(int[] limbs, int used, int zeros) {
        int significant = used * 4 - (used == 0 ? 0 : Integer.numberOfLeadingZeros(limbs[used - 1]) / 8);
        byte[] out = new byte[zeros + significant];
        for (int i = 0; i < significant; i++) {
            out[out.length - 1 - i] = (byte) (limbs[i >> 2] >>> (8 * (i & 3)));
        }
        return out;
    }
}
