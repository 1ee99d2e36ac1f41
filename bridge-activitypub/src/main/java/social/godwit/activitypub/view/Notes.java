package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/** Posts as an owner, or everybody, sees them, many at once: faces, totals, polls and the owner's own reactions with a query each. */
@ApplicationScoped
public class Notes {
    private final Faces faces;
    private final InteractionStore interactions;
    private final PollStore polls;
    private final FederationPolicy policy;

    Notes(Faces faces, InteractionStore interactions, PollStore polls, FederationPolicy policy) {
        this.policy = policy;
        this.faces = faces;
        this.interactions = interactions;
        this.polls = polls;
    }

    /** The posts by id as compared, as an owner sees them. */
    Uni<Map<String, JsonObject>> shown(Did viewer, Collection<Note> notes) {
        return shown(Optional.of(viewer), notes);
    }

    /** The posts by id as compared; without a viewer, as everybody sees them. */
    public Uni<Map<String, JsonObject>> shown(Optional<Did> viewer, Collection<Note> notes) {
        List<String> ids = notes.stream().map(Note::id).distinct().toList();
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return faces.of(notes.stream().map(Note::author).toList())
                .chain(known -> interactions
                        .counts(ids)
                        .chain(counts -> own(viewer, ids).map(own -> {
                            Map<String, JsonObject> shown = new HashMap<>();
                            notes.forEach(note -> shown.put(
                                    note.id(),
                                    Shown.moderated(
                                            Shown.note(note, known, counts, own),
                                            policy.standing(note.author()).and(policy.standing(note.id())))));
                            return shown;
                        })))
                .chain(shown -> polls.counted(ids).map(standing -> {
                    standing.forEach((id, results) -> shown.computeIfPresent(id, (same, post) -> results.in(post)));
                    return shown;
                }));
    }

    private Uni<Map<String, Set<Interaction.Kind>>> own(Optional<Did> viewer, List<String> ids) {
        return viewer.map(did -> interactions.own(did, ids))
                .orElseGet(() -> Uni.createFrom().item(Map.of()));
    }
}
