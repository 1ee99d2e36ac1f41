package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    private final InstantSource clock;
    private final Runnable wake;
    private final Map<Place, String> waiting = new HashMap<>();
    private final Map<Place, Result> results = new LinkedHashMap<>();

    LookUps(Peers peers, InstantSource clock, Runnable wake) {
        this.peers = peers;
        this.clock = clock;
        this.wake = wake;
    }

    /** What a look-up came to. */
    sealed interface Result {
        Instant at();

        /** Who was asked for, as compared, and what was found. */
        record Known(String actor, Optional<Peer> peer, Instant at) implements Result {}

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
        String wanted = in.type().equals("Move") ? otherOfMove(in) : in.actorSpelling();
        Uni<Optional<Peer>> found = in.type().equals("Update")
                ? peers.learn(in)
                : peers.find(wanted, in.type().equals("Move"));
        found.subscribe()
                .with(
                        peer -> finished(place, new Result.Known(Ids.compared(wanted), peer, clock.instant())),
                        failure -> finished(
                                place, new Result.Unknown(String.valueOf(failure.getMessage()), clock.instant())));
    }

    /** Who must agree to a Move: where it leads, or, when the new actor says it (FEP-7628), who moved. */
    private static String otherOfMove(Incoming in) {
        return in.json()
                .id("target")
                .filter(Ids::usable)
                .filter(target -> !Ids.compared(target).equals(in.actor()))
                .or(in::objectSpelling)
                .orElse(in.actorSpelling());
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
