package social.godwit.identity.encoding;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 32 bytes that claim to be an Ed25519 public key. Whether they are a canonical point of the prime-order subgroup is part of
 * the validity of signatures, see {@code identity.key.Ed25519}: a bad key simply verifies nothing.
 */
public final class Ed25519PublicKey implements Multikey, Comparable<Ed25519PublicKey> {
    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Ed25519PublicKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes 32 bytes. */
    public static Ed25519PublicKey of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("not 32 bytes");
        }
        return new Ed25519PublicKey(bytes.clone());
    }

    /** Reads a Multikey that must be Ed25519 ({@code z6Mk…}). */
    public static Optional<Ed25519PublicKey> parse(String multibase) {
        // 34 bytes make 47 or 48 characters: do not decode what cannot be one.
        if (multibase.length() > 50) {
            return Optional.empty();
        }
        return Multikey.parse(multibase)
                .flatMap(key -> key instanceof Ed25519PublicKey ed25519 ? Optional.of(ed25519) : Optional.empty());
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String multibase() {
        byte[] prefixed = new byte[2 + LENGTH];
        prefixed[0] = (byte) 0xED;
        prefixed[1] = 0x01;
        System.arraycopy(bytes, 0, prefixed, 2, LENGTH);
        return Multibase.encode(prefixed);
    }

    /** Lexicographic, so that hash tables stay fast when strangers choose the keys. */
    @Override
    public int compareTo(Ed25519PublicKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ed25519PublicKey key && Arrays.equals(bytes, key.bytes);
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
