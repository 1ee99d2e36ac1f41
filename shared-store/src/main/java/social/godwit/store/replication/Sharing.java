package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import social.godwit.identity.did.Did;
import social.godwit.store.InTurn;
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
    public Uni<Void> changed(List<RepositoryChange> changes) {
        Map<Did, Long> newest = new HashMap<>();
        List<RepositoryChange> actors = new ArrayList<>();
        for (RepositoryChange change : changes) {
            if (change.actor().isPresent()) {
                actors.add(change);
            } else {
                newest.put(change.owner(), change.lastNumber());
            }
        }
        return (newest.isEmpty() ? Uni.createFrom().voidItem() : replicas.stored(newest))
                .chain(() -> InTurn.each(actors, this::share));
    }

    /**
     * With the account's other gateways, if this is one of them. A mirror shares with nobody: it sends nothing, and is told
     * nothing but what is public. A gateway that was taken out of the list goes on passing on what it alone may have.
     */
    private Uni<Void> share(RepositoryChange change) {
        List<Peer> gateways = Peer.gateways(change.actor().orElseThrow().json());
        List<Peer> others =
                gateways.stream().filter(peer -> !peer.key().equals(self)).toList();
        Uni<Boolean> gateway = others.size() < gateways.size()
                ? Uni.createFrom().item(true)
                : replicas.of(change.owner()).map(before -> !before.isEmpty());
        return gateway.chain(is -> is
                ? replicas.share(change.owner(), change.lastNumber(), others)
                : Uni.createFrom().voidItem());
    }
}
