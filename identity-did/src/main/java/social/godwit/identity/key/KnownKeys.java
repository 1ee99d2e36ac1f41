package social.godwit.identity.key;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.encoding.Ed25519PublicKey;

/**
 * Decoded keys, because checking that a key is in the prime-order subgroup costs as much as a verification. Two generations
 * of bounded size: strangers who send many keys make it forget, never grow.
 */
final class KnownKeys {
    private record Generations(
            ConcurrentHashMap<Ed25519PublicKey, Optional<PublicPoint>> young,
            ConcurrentHashMap<Ed25519PublicKey, Optional<PublicPoint>> old) {}

    private final int capacity;
    private volatile Generations generations = new Generations(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());

    /** {@code capacity}: keys per generation. */
    KnownKeys(int capacity) {
        this.capacity = capacity;
    }

    /** The key's point, or null when the key is not valid. */
    @Nullable
    PublicPoint point(Ed25519PublicKey key) {
        Generations now = generations;
        Optional<PublicPoint> known = now.young.get(key);
        if (known == null) {
            known = now.old.get(key);
            if (known == null) {
                known = Optional.ofNullable(Ed25519.validatePublicKeyFullExport(key.bytes(), 0));
            }
            now.young.put(key, known);
            if (now.young.size() > capacity) {
                // When two threads do this at once, one more generation is forgotten: no harm.
                generations = new Generations(new ConcurrentHashMap<>(), now.young);
            }
        }
        return known.orElse(null);
    }
}
