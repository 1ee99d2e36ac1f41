package social.godwit.store.inspection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.store.document.Filed;
import social.godwit.store.document.Filed.Place;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredCheck;
import social.godwit.store.inspection.InspectionStore.Fault;
import social.godwit.store.inspection.InspectionStore.Progress;

/**
 * Looks at every stored document again and again, a little at a time. A pass goes on where it was interrupted, and a new one
 * begins a week after the last, or when the operator wishes.
 */
@ApplicationScoped
public class Inspection {
    /** From the end of a pass to the beginning of the next. */
    public static final Duration REST = Duration.ofDays(7);

    /** Documents in a step; with a step every five seconds, a hundred in a second. */
    public static final int STEP = 500;

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Repositories repositories;
    private final InspectionStore store;
    private final InstantSource clock;

    /** An inspection of these repositories. */
    public Inspection(Repositories repositories, InspectionStore store, InstantSource clock) {
        this.repositories = repositories;
        this.store = store;
        this.clock = clock;
    }

    /** The next step, when one is due and no other process is at it. */
    public Uni<Void> step() {
        return store.claim(clock.instant(), LEASE)
                .chain(free -> free
                        ? due().eventually(store::release)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> due() {
        Instant now = clock.instant();
        return store.progress().chain(progress -> {
            boolean rested = progress.ended()
                    .map(ended -> !now.isBefore(ended.plus(REST)))
                    .orElse(progress.begun().isEmpty());
            if (rested) {
                return store.begin(now).chain(() -> look(Optional.empty(), now));
            }
            return progress.running()
                    ? look(progress.at(), now)
                    : Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> look(Optional<Place> after, Instant now) {
        return repositories.filed(after, STEP).chain(documents -> {
            List<Fault> faults = documents.stream()
                    .flatMap(filed -> StoredCheck.fault(filed.repository(), filed.document())
                            .map(reason -> new Fault(filed.place(), reason, now))
                            .stream())
                    .toList();
            Optional<Place> last = documents.size() < STEP
                    ? Optional.empty()
                    : Optional.of(documents.getLast()).map(Filed::place);
            return store.advance(after, last, documents.size(), faults, now);
        });
    }

    /** Begins a new pass, unless one is under way. */
    public Uni<Progress> restart() {
        return store.progress()
                .chain(progress -> progress.running()
                        ? Uni.createFrom().item(progress)
                        : store.begin(clock.instant()).chain(store::progress));
    }

    /** Where things stand. */
    public Uni<Progress> progress() {
        return store.progress();
    }

    /** Documents that do not verify, at most {@code limit}. */
    public Uni<List<Fault>> faults(int limit) {
        return store.faults(limit);
    }

    /** How many documents do not verify: zero, or something has gone very wrong. */
    public Uni<Long> unverified() {
        return store.faultCount();
    }
}
