package social.godwit.store.inspection;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.store.document.Filed.Place;

/** How far a pass over all documents has come, and what it has found. */
public interface InspectionStore {
    /** Longest list of faults. */
    int MAX_LIST = 1_000;

    /** Where things stand. */
    Uni<Progress> progress();

    /** Takes the turn for at most {@code lease}, among all processes of this instance; whether it was free. */
    Uni<Boolean> claim(Instant now, Duration lease);

    /** Gives the turn back. */
    Uni<Void> release();

    /** Begins a pass from the start. */
    Uni<Void> begin(Instant now);

    /**
     * The pass has come so far: {@code documents} more were looked at. Faults that were noted between the last place and this
     * one are replaced by {@code faults}.
     *
     * @param last the last of them; nothing: there were no more, and the pass is over
     */
    Uni<Void> advance(Optional<Place> from, Optional<Place> last, int documents, List<Fault> faults, Instant now);

    /** Faults in the order of places, at most {@code limit}. */
    Uni<List<Fault>> faults(int limit);

    /** How many there are. */
    Uni<Long> faultCount();

    /** A document that does not verify. */
    record Fault(Place place, String reason, Instant foundAt) {}

    /**
     * Where things stand.
     *
     * @param begun the running pass, or the last one
     * @param ended nothing while it runs
     * @param at the last document that it looked at
     * @param documents that it looked at
     */
    record Progress(Optional<Instant> begun, Optional<Instant> ended, Optional<Place> at, long documents) {
        /** Whether a pass is under way. */
        public boolean running() {
            return begun.isPresent() && ended.isEmpty();
        }
    }
}
