package social.godwit.network.label;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import social.godwit.identity.did.Did;
import social.godwit.network.moderation.Subject;

/** Keeps whose labels are heeded, and which of them were taken. */
public interface LabelerStore {
    /** All labelers. */
    Uni<List<Labeler>> all();

    /** Writes one; false when there are {@link Labeler#LABELERS_MAX} others. */
    Uni<Boolean> put(Labeler labeler);

    /** Forgets one and what was taken of it; whether there was one. */
    Uni<Boolean> remove(Did labeler);

    /** Those that are due, at most {@code limit}. */
    Uni<List<Labeler>> due(Instant now, int limit);

    /** The decisions that stand for labels, by the labels' ids; empty where a label was proposed only. */
    Uni<Map<String, String>> taken(Did labeler, Collection<String> labels);

    /** How many of a labeler's labels were taken and stand. */
    Uni<Long> count(Did labeler);

    /** A label was taken by this decision; an empty text where it was proposed. Of one that was taken before, what it says now. */
    Uni<Void> take(SignedLabel label, Subject target, String decision);

    /** What these labelers say about these at this time; at most {@value #SAID_MAX} labels. */
    Uni<List<Said>> said(Collection<Did> labelers, Collection<Subject> targets, Instant now);

    /** How many labels one look-up gives. */
    int SAID_MAX = 10_000;

    /** A label that stands. */
    record Said(Did labeler, Subject target, String label) {}

    /** A label stands no more. */
    Uni<Void> drop(Did labeler, String label);
}
