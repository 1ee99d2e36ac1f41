package social.godwit.instance.network;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.timeline.NetworkPosts;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.view.Candidate;
import social.godwit.network.view.Feature;
import social.godwit.network.view.Order;
import social.godwit.network.view.Standings;

/** Posts with all that a network's order and rules look at. A query each, where there is something to ask. */
@ApplicationScoped
class Candidates {
    private final NetworkPosts posts;
    private final InteractionStore interactions;
    private final PostMarks marks;

    Candidates(NetworkPosts posts, InteractionStore interactions, PostMarks marks) {
        this.posts = posts;
        this.interactions = interactions;
        this.marks = marks;
    }

    /** These posts as {@code order} looks at them, for this reader. */
    Uni<List<Candidate>> of(Optional<Did> viewer, List<Note> found, Order order, Standings standings) {
        List<String> ids = found.stream().map(Note::id).toList();
        Set<String> actors = found.stream().map(Note::author).collect(Collectors.toSet());
        Uni<Map<String, InteractionStore.Counts>> counts =
                order.looksAt(Feature.LIKES, Feature.BOOSTS, Feature.ANSWERS) && !ids.isEmpty()
                        ? interactions.counts(ids)
                        : Uni.createFrom().item(Map.of());
        Uni<Set<String>> followed = viewer.map(did -> posts.followed(did, actors))
                .orElseGet(() -> Uni.createFrom().item(Set.of()));
        return counts.chain(known -> followed.chain(friends -> marks.on(standings.charter(), found)
                .map(marked -> found.stream()
                        .map(note -> candidate(note, friends, known.get(note.id()), marked, order))
                        .toList())));
    }

    private static Candidate candidate(
            Note note,
            Set<String> friends,
            InteractionStore.@Nullable Counts counts,
            PostMarks.Marks marked,
            Order order) {
        return new Candidate(
                note.id(),
                note.author(),
                Ids.did(note.author()),
                note.published(),
                friends.contains(note.author()),
                note.inReplyTo().isPresent(),
                order.looksAt(Feature.MEDIA) && hasMedia(note),
                counts == null ? 0 : counts.likes(),
                counts == null ? 0 : counts.shares(),
                counts == null ? 0 : counts.replies(),
                marked.labels().getOrDefault(note.id(), List.of()),
                marked.hits().getOrDefault(note.id(), Set.of()));
    }

    private static boolean hasMedia(Note note) {
        return StrictJson.read(note.bytes(), JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject post)
                && !post.list("attachment").isEmpty();
    }
}
