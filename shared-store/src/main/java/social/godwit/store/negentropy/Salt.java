package social.godwit.store.negentropy;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Sha256;

/**
 * Makes ids that nobody could choose: SHA-256 of 16 random bytes and the hash. Whoever can forge sums of hashes cannot forge
 * sums of these before he knows the salt.
 */
public final class Salt {
    /** Bytes of a salt. */
    public static final int LENGTH = 16;

    /** The most items of a set that is salted; it is built in memory, in about 150 bytes an item. */
    public static final int MAX_ITEMS = 1_000_000;

    private final byte[] bytes;

    /** Of 16 random bytes. */
    public Salt(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("not 16 bytes");
        }
        this.bytes = bytes.clone();
    }

    /** Reads 32 hexadecimal digits in lower case. */
    public static Optional<Salt> parse(String hex) {
        return hex.length() == 2 * LENGTH && hex.chars().allMatch(c -> "0123456789abcdef".indexOf(c) >= 0)
                ? Optional.of(new Salt(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    /** 32 hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** The id that stands for a hash. */
    public Sha256 id(Sha256 hash) {
        MessageDigest digest = Sha256.digest();
        digest.update(bytes);
        digest.update(hash.bytes());
        return Sha256.ofHash(digest.digest());
    }

    /** The set with salted ids in place of the hashes. At most {@link #MAX_ITEMS}. */
    public Salted salted(Collection<Item> items) {
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("too many items to be salted");
        }
        Map<Sha256, Sha256> hashes = HashMap.newHashMap(items.size());
        List<Item> salted = items.stream()
                .map(item -> {
                    Sha256 id = id(item.hash());
                    hashes.put(id, item.hash());
                    return new Item(item.second(), id);
                })
                .toList();
        return new Salted(SealedItems.of(salted), hashes);
    }

    /** A salted set, and which hashes its ids stand for. */
    public record Salted(SealedItems items, Map<Sha256, Sha256> hashes) {}

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Salt salt && Arrays.equals(bytes, salt.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Not shown. */
    @Override
    public String toString() {
        return "salt";
    }
}
