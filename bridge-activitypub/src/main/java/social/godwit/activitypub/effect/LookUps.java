package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.inbox.Place;
import social.godwit.activitypub.vocabulary.Ids;

/**
 * The slow lane: activities that need somebody's actor document wait here, outside of any transaction, while the others
 * go on. Activities of the same actor that come later are held back too, so that they stay in order. Nothing here has to
 * survive a restart; at most {@value #WAITING_MAX} wait at a time.
 */
final class LookUps {
    static final int WAITING_MAX = 256;
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final int RESULTS_MAX = 4_096;

    private final Peers peers;
    private final Successors successors;
    private final InstantSource clock;
    private final Runnable wake;
    private final Map<Place, String> waiting = new HashMap<>();
    private final Map<Place, Result> results = new LinkedHashMap<>();

    LookUps(Peers peers, Successors successors, InstantSource clock, Runnable wake) {
        this.peers = peers;
        this.successors = successors;
        this.clock = clock;
        this.wake = wake;
    }

    /** What a look-up came to. */
    sealed interface Result {
        Instant at();

        /** What was found. */
        record Known(Found found, Instant at) implements Result {}

        /** Nobody answered. */
        record Unknown(String reason, Instant at) implements Result {}
    }

    /** Actors whose activities have to wait, as compared. */
    synchronized Set<String> heldBack() {
        return new HashSet<>(waiting.values());
    }

    /** How many more may wait. */
    synchronized int room() {
        return WAITING_MAX - waiting.size();
    }

    /** True when decisions about {@code in} need an actor document. */
    static boolean needed(Incoming in) {
        return switch (in.type()) {
            case "Follow", "Move", "Add", "Remove" -> true;
            case "Update" -> in.objectId().filter(in.actor()::equals).isPresent();
            default -> false;
        };
    }

    /** The result, once it is there. */
    synchronized Optional<Result> result(Place place) {
        return Optional.ofNullable(results.get(place));
    }

    /** Starts a look-up; its end wakes the worker. */
    void start(Place place, Incoming in) {
        synchronized (this) {
            if (waiting.putIfAbsent(place, in.actor()) != null) {
                return;
            }
        }
        Uni<Found> found = switch (in.type()) {
            case "Update" -> peer(in.actorSpelling(), peers.learn(in));
            case "Move" -> move(in);
            default -> peer(in.actorSpelling(), peers.find(in.actorSpelling(), false));
        };
        found.subscribe()
                .with(
                        known -> finished(place, new Result.Known(known, clock.instant())),
                        failure -> finished(
                                place, new Result.Unknown(String.valueOf(failure.getMessage()), clock.instant())));
    }

    private static Uni<Found> peer(String spelling, Uni<Optional<Peer>> peer) {
        return peer.map(it -> Found.peer(Ids.compared(spelling), it));
    }

    /**
     * Who must agree to a Move: where it leads, or, when the new actor says it (FEP-7628), who moved. Where the key log of who moves
     * names a successor, nobody else's word counts, and the old actor document need not be there any more.
     */
    private Uni<Found> move(Incoming in) {
        String old = in.objectSpelling().orElse(in.actorSpelling());
        String target = in.json().id("target").filter(Ids::usable).orElse(in.actorSpelling());
        boolean pull = Ids.compared(target).equals(in.actor());
        return successors
                .of(old)
                .map(successor -> Found.successor(Ids.compared(old), successor))
                .chain(named -> pull && !named.successors().isEmpty()
                        ? Uni.createFrom().item(named)
                        : peer(pull ? old : target, peers.find(pull ? old : target, true))
                                .map(found -> Found.of(List.of(named, found))));
    }

    private void finished(Place place, Result result) {
        synchronized (this) {
            waiting.remove(place);
            results.put(place, result);
            Instant tooOld = clock.instant().minus(KEPT);
            var oldest = results.values().iterator();
            while (oldest.hasNext()) {
                boolean drop = oldest.next().at().isBefore(tooOld) || results.size() > RESULTS_MAX;
                if (!drop) {
                    break;
                }
                oldest.remove();
            }
        }
        wake.run();
    }

    /** Frees the result, when the activity is done. */
    synchronized void forget(Place place) {
        results.remove(place);
    }
}
