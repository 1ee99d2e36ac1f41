package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.InboxQueue;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;

/**
 * Looks at the actors who are followed from here, each once a day, for {@code movedTo}: their Move may have been missed, and some
 * servers send none (tootik). What is found is taken like a Move that the old address has said, and believed on the same terms. No
 * record of it goes to other gateways, which look for themselves.
 */
@Singleton
public final class MoveWatch {
    /** So many are asked in one go. */
    private static final int BATCH = 60;

    private static final int AT_ONCE = 8;

    private final Upkeep upkeep;
    private final Peers peers;
    private final InboxQueue queue;
    private final InstantSource clock;

    @Inject
    MoveWatch(Upkeep upkeep, Peers peers, InboxQueue queue, InstantSource clock) {
        this.upkeep = upkeep;
        this.peers = peers;
        this.queue = queue;
        this.clock = clock;
    }

    /** Asks some of those who are due; says how many. Documents that are remembered from the last day are not asked for again. */
    public Uni<Integer> look() {
        return upkeep.unasked(BATCH)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(this::ask)
                        .merge(AT_ONCE)
                        .collect()
                        .last()
                        .replaceWith(due.size()));
    }

    private Uni<Void> ask(String actor) {
        return peers.find(actor, false)
                .onFailure(KnownPeers.PeerUnavailable.class)
                .recoverWithItem(Optional.empty())
                .chain(peer -> peer.flatMap(Peer::movedTo)
                        .filter(Ids::usable)
                        .map(target -> queue.accept(move(actor, target)).replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** One a day, should the new address not confirm it yet. */
    private Arrival move(String actor, String target) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        JsonObject move = JsonObject.builder()
                .put("id", actor + (actor.indexOf('#') < 0 ? "#" : "-") + "moved-" + today)
                .put("type", "Move")
                .put("actor", actor)
                .put("object", actor)
                .put("target", target)
                .build();
        return new Arrival(
                move, move.toString(), actor, Arrival.Proof.HTTP, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
