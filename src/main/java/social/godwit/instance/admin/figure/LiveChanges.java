package social.godwit.instance.admin.figure;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import social.godwit.store.Timers;

/**
 * Tells open pages what has changed, whichever replica changed it: as long as somebody listens, the database is asked once a
 * second. At each beat whoever writes a stream asks whether its reader may still listen. A stream ends after {@link #LASTING};
 * browsers come again by themselves, and then read anew what they show.
 */
@ApplicationScoped
public class LiveChanges {
    /** The most streams at once. */
    public static final int STREAMS_MAX = 200;

    /** How long a stream lasts. */
    static final Duration LASTING = Duration.ofMinutes(2);

    static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(5);

    /** What is written down later than it says, as transactions take a moment, is found within this time. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** What may wait for one listener; who is slower has to come again. */
    private static final int WAITING_MAX = 1_000;

    private final Changes changes;
    private final InstantSource clock;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private Set<Change> told = Set.of();
    /** Who was told; who comes later is told all that is found, as it may be newer than what they have fetched. */
    private Set<Listener> heard = Set.of();

    private Instant beat = Instant.EPOCH;

    private record Listener(MultiEmitter<? super Change> emitter, Instant since) {}

    LiveChanges(Changes changes, InstantSource clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /** Begins to look, while somebody listens. */
    public void start(Timers timers) {
        timers.every(EVERY, "changes for open pages", this::look);
    }

    /** All that changes from now on, and now and then a beat; empty when too many listen already. */
    public Optional<Multi<Change>> follow() {
        if (listeners.size() >= STREAMS_MAX) {
            return Optional.empty();
        }
        return Optional.of(Multi.createFrom()
                .emitter(
                        emitter -> {
                            var listener = new Listener(emitter, clock.instant());
                            emitter.onTermination(() -> listeners.remove(listener));
                            emitter.emit(Change.beat(listener.since));
                            listeners.add(listener);
                        },
                        WAITING_MAX));
    }

    Uni<Void> look() {
        if (listeners.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return changes.since(now.minus(LATE)).invoke(found -> tell(found, now)).replaceWithVoid();
    }

    private void tell(List<Change> found, Instant now) {
        boolean beats = beat.plus(BEAT).isBefore(now);
        if (beats) {
            beat = now;
        }
        Set<Listener> hearing = Set.copyOf(listeners);
        for (Listener listener : hearing) {
            for (Change change : found) {
                if (!told.contains(change) || !heard.contains(listener)) {
                    listener.emitter.emit(change);
                }
            }
            if (beats) {
                listener.emitter.emit(Change.beat(now));
            }
            if (listener.since.plus(LASTING).isBefore(now)) {
                listener.emitter.complete();
            }
        }
        told = new HashSet<>(found);
        heard = hearing;
    }
}
