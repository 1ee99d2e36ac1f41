package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.label.Readers;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Standing;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.label.LabelChoices;

/**
 * Posts as an owner, or everybody, sees them, many at once: faces, totals, polls, the owner's own reactions and the owner's choices
 * about labels with a query each.
 */
@ApplicationScoped
public class Notes {
    private final Faces faces;
    private final InteractionStore interactions;
    private final PollStore polls;
    private final FederationPolicy policy;
    private final Readers readers;

    Notes(Faces faces, InteractionStore interactions, PollStore polls, FederationPolicy policy, Readers readers) {
        this.policy = policy;
        this.faces = faces;
        this.interactions = interactions;
        this.polls = polls;
        this.readers = readers;
    }

    /** The posts by id as compared; without a viewer, as everybody sees them. What a label hides from the viewer is left out. */
    public Uni<Map<String, JsonObject>> shown(Optional<Did> viewer, Collection<Note> notes) {
        return standings(viewer, notes).chain(standings -> {
            List<Note> kept = notes.stream()
                    .filter(note -> !standing(standings, note).leftOut())
                    .toList();
            return shown(viewer, kept, standings);
        });
    }

    /** The same of posts that the viewer asked for by themselves: none is left out, a label that hides folds them. */
    Uni<Map<String, JsonObject>> asked(Did viewer, Collection<Note> notes) {
        return standings(Optional.of(viewer), notes).chain(standings -> shown(Optional.of(viewer), notes, standings));
    }

    /** Of these actors, those whom a label hides from the viewer. */
    Uni<Set<String>> leftOut(Did viewer, Collection<String> actors) {
        Map<String, Standing> labelled = new HashMap<>();
        actors.stream().filter(actor -> !isOwn(viewer, actor)).forEach(actor -> {
            Standing standing = policy.standing(actor);
            if (!standing.labels().isEmpty()) {
                labelled.put(actor, standing);
            }
        });
        return labelled.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : readers.choices(viewer)
                        .map(choices -> labelled.entrySet().stream()
                                .filter(one -> one.getValue().readWith(choices).leftOut())
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** How the posts stand for the viewer, by id; what was chosen is looked up where a label stands on one of them. */
    private Uni<Map<String, Standing>> standings(Optional<Did> viewer, Collection<Note> notes) {
        Map<String, Standing> standings = new HashMap<>();
        Set<String> labelled = new HashSet<>();
        for (Note note : notes) {
            Standing standing = policy.standing(note.author()).and(policy.standing(note.id()));
            boolean own = viewer.filter(did -> isOwn(did, note.author())).isPresent();
            standings.put(note.id(), own ? standing.forAuthor() : standing);
            if (!own && !standing.labels().isEmpty()) {
                labelled.add(note.id());
            }
        }
        return (labelled.isEmpty() ? Optional.<Did>empty() : viewer)
                .map(readers::choices)
                .orElseGet(() -> Uni.createFrom().item(LabelChoices.NONE))
                .map(choices -> {
                    labelled.forEach(id -> standings.computeIfPresent(id, (same, one) -> one.readWith(choices)));
                    return standings;
                });
    }

    private static boolean isOwn(Did viewer, String actor) {
        return Ids.did(actor).filter(viewer::equals).isPresent();
    }

    private Uni<Map<String, JsonObject>> shown(
            Optional<Did> viewer, Collection<Note> notes, Map<String, Standing> standings) {
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
                                    Shown.moderated(Shown.note(note, known, counts, own), standing(standings, note))));
                            return shown;
                        })))
                .chain(shown -> polls.counted(ids).map(standing -> {
                    standing.forEach((id, results) -> shown.computeIfPresent(id, (same, post) -> results.in(post)));
                    return shown;
                }));
    }

    private static Standing standing(Map<String, Standing> standings, Note note) {
        return standings.getOrDefault(note.id(), Standing.PLAIN);
    }

    private Uni<Map<String, Set<Interaction.Kind>>> own(Optional<Did> viewer, List<String> ids) {
        return viewer.map(did -> interactions.own(did, ids))
                .orElseGet(() -> Uni.createFrom().item(Map.of()));
    }
}
