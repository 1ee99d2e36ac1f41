package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;

/** The way to other instances. */
public interface PeerTransport {
    /**
     * Sends a request that is signed with this instance's key. Connects within 10 seconds and ends within 30, in an answer
     * or in {@link PeerAnswer.Unreachable}; fails only when this instance is broken.
     */
    Uni<PeerAnswer> send(Peer peer, PeerRequest request);
}
