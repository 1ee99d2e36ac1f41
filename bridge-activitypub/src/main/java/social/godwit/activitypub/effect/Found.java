package social.godwit.activitypub.effect;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;

/**
 * What look-ups came to, by ids as compared.
 *
 * @param peers actors' documents
 * @param successors who goes on in the place of actors that move, by their key logs
 */
record Found(Map<String, Peer> peers, Map<String, Did> successors) {
    Found {
        peers = Map.copyOf(peers);
        successors = Map.copyOf(successors);
    }

    static Found peer(String actor, Optional<Peer> peer) {
        return new Found(peer.map(it -> Map.of(actor, it)).orElse(Map.of()), Map.of());
    }

    static Found successor(String actor, Optional<Did> successor) {
        return new Found(Map.of(), successor.map(it -> Map.of(actor, it)).orElse(Map.of()));
    }

    /** All of it together. */
    static Found of(Collection<Found> all) {
        Map<String, Peer> peers = new HashMap<>();
        Map<String, Did> successors = new HashMap<>();
        all.forEach(one -> {
            peers.putAll(one.peers);
            successors.putAll(one.successors);
        });
        return new Found(peers, successors);
    }
}
