package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.store.InTurn;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.Replica.Pull;

/** Fetches whole repositories from other gateways, a page at a time, from where it stopped. */
final class Pulling {
    /** Pages before others get the process. */
    private static final int PAGES = 100;

    private final Replicas replicas;
    private final Asking asking;
    private final Taking taking;
    private final Consumer<Peer> reconcile;

    Pulling(Replicas replicas, Asking asking, Taking taking, Consumer<Peer> reconcile) {
        this.replicas = replicas;
        this.asking = asking;
        this.taking = taking;
        this.reconcile = reconcile;
    }

    /** Fetches until nothing follows, the peer fails, or it is time for others. */
    Uni<Void> from(Replica replica) {
        Pull[] reached = {replica.pull().orElse(Pull.START)};
        return reached[0].done()
                ? Uni.createFrom().voidItem()
                : InTurn.whileMore(
                        PAGES,
                        () -> page(replica, reached[0]).map(next -> {
                            reached[0] = next.orElse(reached[0]);
                            return next.filter(pull -> !pull.done()).isPresent();
                        }));
    }

    /** Where the next page begins, if this one could be had. */
    private Uni<Optional<Pull>> page(Replica replica, Pull pull) {
        Peer peer = replica.peer();
        String target =
                "accounts/" + replica.account() + "/records?after=" + pull.position() + "&limit=" + Frame.MAX_FRAMES;
        return asking.ask(peer, PeerRequest.get(target))
                .chain(answer ->
                        answer.isEmpty() ? Uni.createFrom().item(Optional.empty()) : take(replica, pull, answer.get()));
    }

    private Uni<Optional<Pull>> take(Replica replica, Pull pull, Answered answer) {
        Peer peer = replica.peer();
        Optional<List<Frame>> frames = Frame.read(answer.body());
        long position = number(answer, "godwit-position");
        long newest = number(answer, "godwit-newest");
        boolean empty = frames.isPresent() && frames.get().isEmpty();
        if (frames.isEmpty() || position < pull.position() || (!empty && position == pull.position())) {
            return asking.breach(peer.key(), 0).replaceWith(Optional.empty());
        }
        return taking.take(peer.key(), frames.get()).chain(taken -> {
            if (taken.outcomes().stream()
                    .anyMatch(outcome -> !outcome.done() && outcome.kind() != Outcome.Kind.NOT_YET)) {
                return Uni.createFrom().item(Optional.empty());
            }
            Pull next = new Pull(position, Math.max(newest, position), empty);
            Uni<Void> judged =
                    taken.invalid() == 0 ? Uni.createFrom().voidItem() : asking.breach(peer.key(), taken.invalid());
            return judged.chain(() -> replicas.pulled(peer.key(), replica.account(), next))
                    .chain(() -> empty ? done(replica) : Uni.createFrom().voidItem())
                    .replaceWith(Optional.of(next));
        });
    }

    /** One peer has given all that it has; what the others have besides is found by comparing. */
    private Uni<Void> done(Replica replica) {
        return replicas.of(replica.account())
                .chain(all -> InTurn.each(all, other -> {
                    reconcile.accept(other.peer());
                    Pull known = other.pull().orElse(Pull.START);
                    return replicas.pulled(
                            other.peer().key(), other.account(), new Pull(known.position(), known.newest(), true));
                }));
    }

    static long number(Answered answer, String header) {
        String text = answer.headers().getOrDefault(header, "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}
