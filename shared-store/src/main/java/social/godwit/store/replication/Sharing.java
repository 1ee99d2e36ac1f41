package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.Watcher;

/** Learns from every change of a repository who shares it, and that there is something to push. */
public final class Sharing implements Watcher {
    private final Replicas replicas;
    private final Did self;

    /** For the instance with this key. */
    public Sharing(Replicas replicas, Did self) {
        this.replicas = replicas;
        this.self = self;
    }

    @Override
    public Uni<Void> changed(RepositoryChange change) {
        return change.actor()
                .map(actor -> replicas.share(change.owner(), change.lastNumber(), others(Peer.gateways(actor.json()))))
                .orElseGet(() -> replicas.stored(change.owner(), change.lastNumber()));
    }

    private List<Peer> others(List<Peer> gateways) {
        return gateways.stream().filter(peer -> !peer.key().equals(self)).toList();
    }
}
