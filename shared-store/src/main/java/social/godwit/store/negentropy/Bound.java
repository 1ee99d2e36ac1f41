package social.godwit.store.negentropy;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;

/**
 * A place between items: before all of its second whose hash does not begin below the prefix. Ordered like {@link Item}, what a
 * prefix leaves out counts as zeros.
 *
 * @param second in seconds since 1970, {@code Long.MAX_VALUE} for {@link #END}
 * @param prefix 0 to 32 bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Bound(long second, byte[] prefix) implements Comparable<Bound> {
    /** Digits of a key that are the second. */
    private static final int SECOND = 9;

    private static final byte[] NOTHING = {};

    /** Before all items. */
    public static final Bound START = new Bound(0, NOTHING);
    /** After all items. */
    public static final Bound END = new Bound(Long.MAX_VALUE, NOTHING);

    /** Refuses a prefix that is too long. */
    public Bound {
        if (second < 0 || prefix.length > Sha256.LENGTH) {
            throw new IllegalArgumentException("not a bound");
        }
    }

    /** Directly before an item. */
    public static Bound of(Item item) {
        return new Bound(item.second(), item.hash().bytes());
    }

    /** The shortest that parts two neighbours. */
    static Bound between(Item before, Item after) {
        if (before.second() != after.second()) {
            return new Bound(after.second(), NOTHING);
        }
        byte[] hash = after.hash().bytes();
        int shared = Arrays.mismatch(before.hash().bytes(), hash);
        return new Bound(after.second(), Arrays.copyOf(hash, shared + 1));
    }

    /** How an item's key is compared with a bound's: see {@link #key(Item)}. */
    String key() {
        return second > Item.LATEST ? "g" : key(second) + HexFormat.of().formatHex(prefix);
    }

    /** An item as 73 hexadecimal digits, of which 9 are the second, in the order of items. */
    static String key(Item item) {
        return key(item.second()) + item.hash().hex();
    }

    private static String key(long second) {
        return HexFormat.of().toHexDigits(second, SECOND);
    }

    /** Before all items whose key begins so. */
    static Bound ofKey(String prefix) {
        if (prefix.length() <= SECOND) {
            long first = HexFormat.fromHexDigitsToLong("0" + prefix);
            return new Bound(first << (4 * (SECOND - prefix.length())), NOTHING);
        }
        String hash = prefix.substring(SECOND);
        return new Bound(
                HexFormat.fromHexDigitsToLong(prefix, 0, SECOND),
                HexFormat.of().parseHex(hash.length() % 2 == 0 ? hash : hash + "0"));
    }

    /** After all items whose key begins so. */
    static Bound afterKey(String prefix) {
        int last = prefix.length() - 1;
        while (last >= 0 && prefix.charAt(last) == 'f') {
            last--;
        }
        return last < 0
                ? END
                : ofKey(prefix.substring(0, last)
                        + Character.forDigit(Character.digit(prefix.charAt(last), 16) + 1, 16));
    }

    /** Whether an item is before it. */
    boolean isAfter(Item item) {
        return compareTo(of(item)) > 0;
    }

    @Override
    public int compareTo(Bound other) {
        int bySecond = Long.compare(second, other.second);
        return bySecond != 0 ? bySecond : Arrays.compareUnsigned(padded(), other.padded());
    }

    private byte[] padded() {
        return Arrays.copyOf(prefix, Sha256.LENGTH);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bound bound && compareTo(bound) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(second) * 31 + Arrays.hashCode(padded());
    }

    @Override
    public String toString() {
        return key();
    }
}
