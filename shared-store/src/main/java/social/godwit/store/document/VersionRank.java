package social.godwit.store.document;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;

/**
 * The order of the versions of one id as bytes, the greatest is the newest, the same for Java and every database: sequence
 * (8 bytes), seconds of the proof time (8), its nanoseconds (4), then the complement of the hash (32), so that of equal
 * times the lowest hash wins. Also the order in which a repository's items are paged.
 */
public final class VersionRank implements Comparable<VersionRank> {
    /** Bytes of a rank. */
    public static final int LENGTH = 52;

    private static final int MARK = LENGTH - Sha256.LENGTH;

    private final byte[] bytes;

    private VersionRank(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The rank of a version; without a sequence it is 0. */
    public static VersionRank of(long sequence, Instant proofTime, Sha256 hash) {
        return of(sequence, proofTime.getEpochSecond() ^ Long.MIN_VALUE, proofTime.getNano(), hash);
    }

    /** The rank of an actor document at its registration: older than any other. */
    public static VersionRank ofRegistration(Sha256 hash) {
        return of(0, 0, 0, hash);
    }

    private static VersionRank of(long sequence, long seconds, int nanos, Sha256 hash) {
        byte[] complement = hash.bytes();
        for (int i = 0; i < complement.length; i++) {
            complement[i] = (byte) ~complement[i];
        }
        return new VersionRank(ByteBuffer.allocate(LENGTH)
                .putLong(sequence)
                .putLong(seconds)
                .putInt(nanos)
                .put(complement)
                .array());
    }

    /** Takes bytes that are a rank already. */
    public static VersionRank ofBytes(byte[] rank) {
        if (rank.length != LENGTH) {
            throw new IllegalArgumentException("not " + LENGTH + " bytes");
        }
        return new VersionRank(rank.clone());
    }

    /** Reads {@link #toString}, for example out of the URL of a page. */
    public static Optional<VersionRank> parse(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == LENGTH ? Optional.of(new VersionRank(bytes)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Sequence and time without the hash: what two versions must not share. */
    boolean sameMark(VersionRank other) {
        return Arrays.equals(bytes, 0, MARK, other.bytes, 0, MARK);
    }

    /** {@link #sameMark} as bytes. */
    byte[] mark() {
        return Arrays.copyOf(bytes, MARK);
    }

    @Override
    public int compareTo(VersionRank other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VersionRank rank && Arrays.equals(bytes, rank.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** URL-safe base64 without padding. */
    @Override
    public String toString() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
