package social.godwit.instance.network;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.activitypub.effect.KeptPost;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.RecentPosts;
import social.godwit.activitypub.policy.RecentPosts.Recent;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.instance.policy.Filters;
import social.godwit.instance.policy.LabelDefinitions;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Moderation.Labeler;
import social.godwit.network.charter.Moderation.Labeler.Trust;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.Post;
import social.godwit.network.label.LabelerStore;
import social.godwit.network.moderation.Subject;
import social.godwit.network.view.Candidate.LabelBy;

/**
 * What stands on posts beside a network's own acts and counts in its view: labels of labelers that its charter names, the hosting
 * instance among them where it is named, and what the charter's filters find. A query each, where there is something to ask.
 */
@ApplicationScoped
class PostMarks {
    private final FederationPolicy policy;
    private final LabelDefinitions definitions;
    private final LabelerStore labelers;
    private final Filters filters;
    private final RecentPosts recent;
    private final InstantSource clock;

    PostMarks(
            FederationPolicy policy,
            LabelDefinitions definitions,
            LabelerStore labelers,
            Filters filters,
            RecentPosts recent,
            InstantSource clock) {
        this.policy = policy;
        this.definitions = definitions;
        this.labelers = labelers;
        this.filters = filters;
        this.recent = recent;
        this.clock = clock;
    }

    /**
     * The marks of posts, by their ids.
     *
     * @param hits ids of the charter's filters
     */
    record Marks(Map<String, List<LabelBy>> labels, Map<String, Set<String>> hits) {}

    Uni<Marks> on(Charter charter, Collection<Note> notes) {
        return labels(charter, notes).chain(labels -> hits(charter, notes).map(hits -> new Marks(labels, hits)));
    }

    private Uni<Map<String, List<LabelBy>>> labels(Charter charter, Collection<Note> notes) {
        Set<Did> heeded = charter.moderation().labelers().stream()
                .filter(one -> one.trust() == Trust.APPLY)
                .map(Labeler::did)
                .collect(Collectors.toSet());
        Map<String, List<LabelBy>> labels = new HashMap<>();
        if (heeded.remove(definitions.instance())) {
            notes.forEach(note -> labels.put(note.id(), ofInstance(note)));
        }
        Set<Subject> targets = heeded.isEmpty()
                ? Set.of()
                : notes.stream().flatMap(note -> targets(note).stream()).collect(Collectors.toSet());
        return labelers.said(heeded, targets, clock.instant()).map(said -> {
            Map<Subject, List<LabelBy>> byTarget = said.stream()
                    .collect(Collectors.groupingBy(
                            LabelerStore.Said::target,
                            Collectors.mapping(one -> new LabelBy(one.labeler(), one.label()), Collectors.toList())));
            for (Note note : notes) {
                List<LabelBy> all = labels.computeIfAbsent(note.id(), absent -> new ArrayList<>());
                targets(note).forEach(target -> all.addAll(byTarget.getOrDefault(target, List.of())));
            }
            return labels;
        });
    }

    private List<LabelBy> ofInstance(Note note) {
        Did instance = definitions.instance();
        return policy.standing(note.author()).and(policy.standing(note.id())).labels().stream()
                .filter(label -> label.of().equals(instance.toString()))
                .map(label -> new LabelBy(instance, label.name()))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /** The post, its author, and the domains that the author is at and below. */
    private static List<Subject> targets(Note note) {
        Set<Subject> targets = new LinkedHashSet<>();
        targets.add(Subject.post(note.id()));
        targets.add(Subject.account(note.author()));
        String host = Ids.host(note.author());
        for (String domain = host; domain.indexOf('.') > 0; domain = domain.substring(domain.indexOf('.') + 1)) {
            targets.add(Subject.domain(domain));
        }
        return List.copyOf(targets);
    }

    private Uni<Map<String, Set<String>>> hits(Charter charter, Collection<Note> notes) {
        FilterSet set = filters.ofView(charter.network());
        return set.isEmpty() || notes.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : recent.of(notes.stream().map(Note::id).collect(Collectors.toSet()))
                        .map(known -> hits(set, known, notes));
    }

    /**
     * Which filters find something in which posts. What came before the days that are remembered is read again, so that it does not
     * come back into the view when it is old; as there, posts for few are not searched.
     */
    static Map<String, Set<String>> hits(FilterSet set, Map<String, Recent> known, Collection<Note> notes) {
        Map<String, Set<String>> hits = new HashMap<>();
        for (Note note : notes) {
            Optional<Post> post = Optional.ofNullable(known.get(note.id()))
                    .map(PostMarks::post)
                    .or(() -> note.visibility() == Visibility.PUBLIC
                            ? KeptPost.read(note).map(Filters::post)
                            : Optional.empty());
            Set<String> found = post.map(set::hits).orElse(List.of()).stream()
                    .map(hit -> hit.filter().id())
                    .collect(Collectors.toSet());
            if (!found.isEmpty()) {
                hits.put(note.id(), found);
            }
        }
        return hits;
    }

    private static Post post(Recent recent) {
        return new Post(
                recent.words(),
                recent.hosts(),
                recent.mentions(),
                recent.media(),
                recent.languages(),
                recent.firstContact(),
                recent.knownDays());
    }
}
