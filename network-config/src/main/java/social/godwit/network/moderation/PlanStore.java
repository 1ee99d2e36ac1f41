package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps what one person wants to decide about many and a second person has not agreed to yet. */
public interface PlanStore {
    /** How many plans wait at most. */
    int PLANS_MAX = 100;

    /** How long a plan waits before it is forgotten. */
    Duration LASTS = Duration.ofDays(7);

    /** Keeps a plan; false when {@link #PLANS_MAX} wait already. */
    Uni<Boolean> keep(Plan plan);

    /** The plans that wait at this time, the oldest first. */
    Uni<List<Plan>> waiting(Instant now);

    /** Takes a plan away, so that it is carried out once; empty when there is none that waits at this time. */
    Uni<Optional<Plan>> take(String id, Instant now);

    /**
     * Decisions of one kind about many, not taken yet.
     *
     * @param by who wants them
     */
    record Plan(String id, String by, Instant at, List<Decision> decisions) {
        public Plan {
            decisions = List.copyOf(decisions);
        }

        /** The decisions as they are when the second person agrees: they last from then on, and so does the time to appeal. */
        public List<Decision> agreed(Instant now) {
            return decisions.stream().map(decision -> decision.takenAt(now)).toList();
        }
    }
}
