package social.godwit.store.replication;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.ProofTime;

/**
 * An instance's proof that it has its key, made for the one who asked.
 *
 * @param peer who asked
 * @param nonce as asked, {@link #SHORTEST_NONCE} to {@link #LONGEST_NONCE} characters
 * @param time by the clock of the one who answers, whole seconds
 */
public record PeerHello(Origin origin, Did instance, Did peer, String nonce, Instant time) {
    /** Characters of the shortest nonce. */
    public static final int SHORTEST_NONCE = 16;

    /** Characters of the longest nonce. */
    public static final int LONGEST_NONCE = 64;

    /** The signed map. */
    public JsonObject sign(SigningKey key) {
        JsonObject map = JsonObject.builder()
                .put("type", MapPurpose.PEER_HELLO.type())
                .put("origin", origin.toString())
                .put("instance", instance.toString())
                .put("peer", peer.toString())
                .put("nonce", nonce)
                .put("time", ProofTime.format(time))
                .build();
        return MapStatement.sign(MapPurpose.PEER_HELLO, map, key);
    }

    /** Whether a map is the answer of that peer to this nonce of ours, signed with the key that is pinned. */
    static boolean proves(JsonObject map, Peer peer, Did self, String nonce) {
        return says(map, "origin", peer.origin().toString())
                && says(map, "instance", peer.key().toString())
                && says(map, "peer", self.toString())
                && says(map, "nonce", nonce)
                && MapStatement.verify(MapPurpose.PEER_HELLO, map, peer.key().key());
    }

    private static boolean says(JsonObject map, String name, String value) {
        return map.string(name).equals(Optional.of(value));
    }
}
