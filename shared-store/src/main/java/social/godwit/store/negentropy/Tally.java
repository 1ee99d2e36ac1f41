package social.godwit.store.negentropy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import social.godwit.identity.encoding.Sha256;

/**
 * How many items, and the sum of their hashes as little-endian numbers modulo 2^256. Different tallies mean different sets;
 * equal ones prove nothing to who must fear an adversary.
 *
 * @param low the least significant 64 bits of the sum
 */
public record Tally(long count, long low, long second, long third, long high) {
    /** Of no items. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    /** Bytes of a fingerprint. */
    public static final int FINGERPRINT = 16;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of so many items, whose sum are these 32 bytes, the least significant first. */
    public static Tally of(long count, byte[] sum) {
        if (sum.length != Sha256.LENGTH) {
            throw new IllegalArgumentException("not 32 bytes");
        }
        return read(count, sum, 0);
    }

    /** Of one item. */
    static Tally of(Sha256 hash) {
        return read(1, hash.bytes(), 0);
    }

    static Tally read(long count, byte[] bytes, int at) {
        return new Tally(
                count,
                (long) WORD.get(bytes, at),
                (long) WORD.get(bytes, at + 8),
                (long) WORD.get(bytes, at + 16),
                (long) WORD.get(bytes, at + 24));
    }

    /** Of these items. */
    public static Tally of(Iterable<Item> items) {
        Tally total = NONE;
        for (Item item : items) {
            total = total.plus(of(item.hash()));
        }
        return total;
    }

    /** Of items with these hashes, which are all different. */
    public static Tally ofHashes(Iterable<Sha256> hashes) {
        Tally total = NONE;
        for (Sha256 hash : hashes) {
            total = total.plus(of(hash));
        }
        return total;
    }

    /** Of both together. */
    public Tally plus(Tally other) {
        long a = low + other.low;
        long carry = carry(low, other.low, a);
        long b = second + other.second + carry;
        carry = carry(second, other.second, b);
        long c = third + other.third + carry;
        carry = carry(third, other.third, c);
        return new Tally(count + other.count, a, b, c, high + other.high + carry);
    }

    private static long carry(long one, long other, long sum) {
        return ((one & other) | ((one | other) & ~sum)) >>> 63;
    }

    /** Of what is left when the others are taken away, which must have been among them. */
    public Tally minus(Tally other) {
        Tally negated = new Tally(0, ~other.low, ~other.second, ~other.third, ~other.high);
        Tally sum = plus(negated).plus(new Tally(0, 1, 0, 0, 0));
        return new Tally(count - other.count, sum.low, sum.second, sum.third, sum.high);
    }

    /** The 32 bytes of the sum, the least significant first. */
    public byte[] sum() {
        byte[] bytes = new byte[Sha256.LENGTH];
        write(bytes, 0);
        return bytes;
    }

    void write(byte[] bytes, int at) {
        WORD.set(bytes, at, low);
        WORD.set(bytes, at + 8, second);
        WORD.set(bytes, at + 16, third);
        WORD.set(bytes, at + 24, high);
    }

    /** The first 16 bytes of SHA-256 of the sum and the count. */
    public byte[] fingerprint() {
        MessageDigest digest = Sha256.digest();
        digest.update(sum());
        digest.update(Varint.encode(count));
        return Arrays.copyOf(digest.digest(), FINGERPRINT);
    }

    @Override
    public String toString() {
        return count + " items";
    }
}
