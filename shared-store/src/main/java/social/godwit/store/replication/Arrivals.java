package social.godwit.store.replication;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * Which documents came from peers of late, and which peers have them: spares sending them back, and sending what another has
 * sent already. Forgotten at a restart; then more is sent than is needed.
 */
final class Arrivals {
    private static final int MOST = 50_000;

    private final Map<Sha256, Set<Did>> peers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Set<Did>> eldest) {
            return size() > MOST;
        }
    };

    /** The peer has it, and brought it or offered it. */
    synchronized void note(Sha256 hash, Did peer) {
        peers.computeIfAbsent(hash, absent -> new LinkedHashSet<>()).add(peer);
    }

    /** The peer has it since it was sent from here; only worth remembering of what others may send as well. */
    synchronized void delivered(Sha256 hash, Did peer) {
        peers.computeIfPresent(hash, (same, known) -> {
            known.add(peer);
            return known;
        });
    }

    /** Whether a peer brought it. */
    synchronized boolean came(Sha256 hash) {
        return peers.containsKey(hash);
    }

    /** Whether the peer is known to have it. */
    synchronized boolean has(Did peer, Sha256 hash) {
        return peers.getOrDefault(hash, Set.of()).contains(peer);
    }
}
