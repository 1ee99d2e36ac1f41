package social.godwit.store.negentropy;

/** Numbers from 0 to 2^63 - 1 as digits of base 128, the most significant first, all but the last with the high bit. */
final class Varint {
    /** Digits of the greatest number. */
    static final int LONGEST = 9;

    private Varint() {}

    static int length(long number) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 6) / 7);
    }

    static byte[] encode(long number) {
        byte[] digits = new byte[length(number)];
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = (byte) ((number & 0x7F) | (i == digits.length - 1 ? 0 : 0x80));
            number >>>= 7;
        }
        return digits;
    }
}
