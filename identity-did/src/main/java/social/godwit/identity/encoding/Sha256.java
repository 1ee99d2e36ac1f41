package social.godwit.identity.encoding;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash and its spellings: hex, multihash in base58btc ({@code zQm…}), hashlink ({@code hl:zQm…}). */
public final class Sha256 implements Comparable<Sha256> {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private static final String HASHLINK = "hl:";
    /** Multicodec sha2-256, then the length. */
    private static final byte[] MULTIHASH = {0x12, LENGTH};

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Hashes the data. */
    public static Sha256 of(byte[] data) {
        return of(data, 0, data.length);
    }

    /** Hashes a part of the data. */
    public static Sha256 of(byte[] data, int offset, int length) {
        MessageDigest digest = digest();
        digest.update(data, offset, length);
        return new Sha256(digest.digest());
    }

    /** Takes 32 bytes that are a hash already. */
    public static Sha256 ofHash(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("not 32 bytes");
        }
        return new Sha256(hash.clone());
    }

    /** A fresh digest, for hashing a stream; finish with {@link #ofHash}. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads a {@code digestMultibase} ({@code zQm…}). */
    public static Optional<Sha256> parseMultibase(String text) {
        // 34 bytes make 46 or 47 characters.
        if (text.length() > 48) {
            return Optional.empty();
        }
        return Multibase.decode(text)
                .filter(bytes -> bytes.length == MULTIHASH.length + LENGTH
                        && bytes[0] == MULTIHASH[0]
                        && bytes[1] == MULTIHASH[1])
                .map(bytes -> new Sha256(Arrays.copyOfRange(bytes, MULTIHASH.length, bytes.length)));
    }

    /** Reads a hashlink without metadata ({@code hl:zQm…}). */
    public static Optional<Sha256> parseHashlink(String text) {
        return text.startsWith(HASHLINK) ? parseMultibase(text.substring(HASHLINK.length())) : Optional.empty();
    }

    /** Reads 64 hexadecimal digits in lower case. */
    public static Optional<Sha256> parseHex(String text) {
        if (text.length() != 2 * LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return Optional.empty();
            }
        }
        return Optional.of(new Sha256(HexFormat.of().parseHex(text)));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 hexadecimal digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The {@code digestMultibase} of FEP-ef61: multihash in base58btc. */
    public String multibase() {
        byte[] multihash = Arrays.copyOf(MULTIHASH, MULTIHASH.length + LENGTH);
        System.arraycopy(bytes, 0, multihash, MULTIHASH.length, LENGTH);
        return Multibase.encode(multihash);
    }

    /** The hashlink of FEP-ef61. */
    public String hashlink() {
        return HASHLINK + multibase();
    }

    /** Unsigned lexicographic order: the lowest hash wins ties between versions. */
    @Override
    public int compareTo(Sha256 other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256 hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@link #multibase}. */
    @Override
    public String toString() {
        return multibase();
    }
}
