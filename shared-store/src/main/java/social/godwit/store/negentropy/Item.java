package social.godwit.store.negentropy;

import java.time.Instant;
import social.godwit.identity.encoding.Sha256;

/**
 * An element of a set that is reconciled, ordered by second, then by hash.
 *
 * @param second in seconds since 1970, from 0 to {@link #LATEST}
 */
public record Item(long second, Sha256 hash) implements Comparable<Item> {
    /** The greatest second, in the year 4147: 36 bits. */
    public static final long LATEST = (1L << 36) - 1;

    /** Refuses a second out of bounds. */
    public Item {
        if (second < 0 || second > LATEST) {
            throw new IllegalArgumentException("second " + second);
        }
    }

    /** Of a time, which counts as 1970 when it is before, and as {@link #LATEST} when it is after. */
    public static Item of(Instant time, Sha256 hash) {
        return new Item(Math.clamp(time.getEpochSecond(), 0, LATEST), hash);
    }

    @Override
    public int compareTo(Item other) {
        int bySecond = Long.compare(second, other.second);
        return bySecond != 0 ? bySecond : hash.compareTo(other.hash);
    }
}
