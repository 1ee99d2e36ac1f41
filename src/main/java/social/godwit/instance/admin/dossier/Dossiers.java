package social.godwit.instance.admin.dossier;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.note.AuthorRecords;
import social.godwit.activitypub.note.AuthorRecords.Reach;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.policy.HostCounts;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.statement.Statements;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.host.Networks;
import social.godwit.network.log.LogStore;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.Reasons;
import social.godwit.network.moderation.Subject;

/**
 * Gathers what a decision about a subject needs: the reported posts with what they answer, what the author said besides, whom it
 * would touch, what was decided before, and which rules there are.
 */
@ApplicationScoped
public class Dossiers {
    /** How far back reach and precedents are counted. */
    public static final Duration LOOKED_AT = Duration.ofDays(30);

    private static final int TIMELINE_MAX = 500;
    private static final int POSTS_MAX = 50;
    private static final int RECENT_MAX = 10;
    private static final int ABOVE_MAX = 3;
    private static final Duration PRECEDENTS = Duration.ofDays(90);

    private final Statements statements;
    private final Instance instance;
    private final CaseStore cases;
    private final NoteStore notes;
    private final AuthorRecords authors;
    private final HostCounts hosts;
    private final Networks networks;
    private final LogStore log;
    private final InstantSource clock;

    Dossiers(
            Statements statements,
            Instance instance,
            CaseStore cases,
            NoteStore notes,
            AuthorRecords authors,
            HostCounts hosts,
            Networks networks,
            LogStore log,
            InstantSource clock) {
        this.statements = statements;
        this.instance = instance;
        this.cases = cases;
        this.notes = notes;
        this.authors = authors;
        this.hosts = hosts;
        this.networks = networks;
        this.log = log;
        this.clock = clock;
    }

    /** Posts by id as compared: how they are now, and those above them. */
    private record Threads(Map<String, Note> now, Map<String, Note> above) {}

    /** A post that reports name: how often, and as it was when it was first reported. */
    private record Reported(String post, Optional<String> copy, int reports) {}

    /** Everything about {@code subject}; {@code languages} of who reads it, best first. */
    public Uni<JsonObject> about(Subject subject, List<String> languages) {
        JsonObject.Builder form =
                JsonObject.builder().put("subject", subject.toString()).put("rules", rules(languages));
        return cases.find(subject)
                .chain(file -> cases.timeline(
                        subject, Math.max(0, file.map(CaseFile::entries).orElse(0) - TIMELINE_MAX), TIMELINE_MAX))
                .map(timeline -> reported(subject, timeline))
                .chain(reported -> threads(reported.stream().map(Reported::post).toList())
                        .invoke(threads -> form.put("posts", posts(reported, threads))))
                .chain(() -> recent(subject))
                .invoke(recent -> form.put("recent", recent))
                .chain(() -> reach(List.of(subject)))
                .invoke(reach -> form.put("reach", form(reach.getOrDefault(subject, Reach.NONE))))
                .chain(() -> cases.about(subject))
                .call(decisions ->
                        statements.wordsFor(subject).invoke(words -> form.put("decisions", decided(decisions, words))))
                .chain(this::precedents)
                .invoke(precedents -> form.put("precedents", precedents))
                .map(done -> form.build());
    }

    private static List<Reported> reported(Subject subject, List<CaseStore.Entry> timeline) {
        Map<String, Reported> posts = new LinkedHashMap<>();
        if (subject.kind() == Subject.Kind.POST) {
            posts.put(subject.id(), new Reported(subject.id(), Optional.empty(), 0));
        }
        for (CaseStore.Entry entry : timeline) {
            for (Json item : entry.details().list("evidence")) {
                if (item instanceof JsonObject evidence) {
                    evidence.string("post")
                            .ifPresent(post -> posts.merge(
                                    post,
                                    new Reported(post, evidence.string("copy"), 1),
                                    (first, again) ->
                                            new Reported(post, first.copy().or(again::copy), first.reports() + 1)));
                }
            }
        }
        List<Reported> all = List.copyOf(posts.values());
        return all.subList(Math.max(0, all.size() - POSTS_MAX), all.size());
    }

    private Uni<Threads> threads(List<String> posts) {
        return notes.reported(posts)
                .chain(now -> above(parents(now.values()), new LinkedHashMap<>(), ABOVE_MAX)
                        .map(above -> new Threads(now, above)));
    }

    private Uni<Map<String, Note>> above(Set<String> wanted, Map<String, Note> found, int levels) {
        wanted.removeAll(found.keySet());
        if (wanted.isEmpty() || levels == 0) {
            return Uni.createFrom().item(found);
        }
        return notes.reported(wanted).chain(level -> {
            found.putAll(level);
            return above(parents(level.values()), found, levels - 1);
        });
    }

    private static Set<String> parents(Collection<Note> of) {
        Set<String> parents = new LinkedHashSet<>();
        of.forEach(note -> note.inReplyTo().map(Ids::compared).ifPresent(parents::add));
        return parents;
    }

    private List<JsonObject> posts(List<Reported> reported, Threads threads) {
        List<JsonObject> posts = new ArrayList<>();
        for (Reported one : reported) {
            Optional<Note> now = Optional.ofNullable(threads.now().get(Ids.compared(one.post())));
            List<JsonObject> above = new ArrayList<>();
            Optional<String> next = now.flatMap(Note::inReplyTo);
            while (next.isPresent() && above.size() < ABOVE_MAX) {
                Optional<Note> parent = Optional.ofNullable(threads.above().get(Ids.compared(next.get())));
                parent.flatMap(this::shown).ifPresent(above::addFirst);
                next = parent.flatMap(Note::inReplyTo);
            }
            boolean changed = now.isPresent()
                    && one.copy()
                            .filter(copy -> !copy.equals(now.get().document()))
                            .isPresent();
            JsonObject.Builder post = JsonObject.builder()
                    .put("id", one.post())
                    .put("reports", one.reports())
                    .put("changed", changed)
                    .put("above", above);
            now.flatMap(this::shown).ifPresent(shown -> post.put("now", shown));
            one.copy().flatMap(copy -> ShownPost.of(copy, instance.origin())).ifPresent(copy -> post.put("then", copy));
            posts.add(post.build());
        }
        return posts;
    }

    private Optional<JsonObject> shown(Note note) {
        return ShownPost.of(note.document(), instance.origin())
                .map(shown -> shown.with("by", new JsonString(note.author())));
    }

    private Uni<List<JsonObject>> recent(Subject subject) {
        return subject.kind() == Subject.Kind.ACCOUNT
                ? authors.recent(subject.id(), RECENT_MAX)
                        .map(all -> all.stream()
                                .flatMap(note -> shown(note).stream())
                                .toList())
                : Uni.createFrom().item(List.of());
    }

    /** Whom each subject reaches here; a post reaches its author's followers. */
    public Uni<Map<Subject, Reach>> reach(Collection<Subject> subjects) {
        Instant since = clock.instant().minus(LOOKED_AT);
        boolean hosted = subjects.stream().anyMatch(one -> one.kind() == Subject.Kind.DOMAIN);
        List<String> posts = ids(subjects, Subject.Kind.POST).toList();
        return (hosted ? hosts.since(since) : Uni.createFrom().item(List.<HostCounts.Count>of()))
                .chain(counts -> notes.reported(posts)
                        .chain(known -> authors.reach(
                                        Stream.concat(
                                                        ids(subjects, Subject.Kind.ACCOUNT),
                                                        known.values().stream().map(Note::author))
                                                .toList(),
                                        since)
                                .map(byAuthor -> {
                                    Map<Subject, Reach> all = new LinkedHashMap<>();
                                    subjects.forEach(one -> all.put(
                                            one,
                                            switch (one.kind()) {
                                                case ACCOUNT -> byAuthor.getOrDefault(one.id(), Reach.NONE);
                                                case POST ->
                                                    Optional.ofNullable(known.get(one.id()))
                                                            .map(note ->
                                                                    byAuthor.getOrDefault(note.author(), Reach.NONE))
                                                            .map(author -> new Reach(1, author.followers(), 0))
                                                            .orElse(Reach.NONE);
                                                case DOMAIN -> below(one.id(), counts);
                                            }));
                                    return all;
                                })));
    }

    private static Stream<String> ids(Collection<Subject> subjects, Subject.Kind kind) {
        return subjects.stream().filter(one -> one.kind() == kind).map(Subject::id);
    }

    /** Follows over a host are counted together, from here and from there. */
    private static Reach below(String domain, List<HostCounts.Count> hosts) {
        return hosts.stream()
                .filter(host -> DomainRule.holdsFor(domain, host.host()))
                .map(host -> new Reach(host.posts(), host.follows(), 0))
                .reduce(Reach.NONE, Reach::plus);
    }

    /** How far somebody reaches, for people and programs. */
    public static JsonObject form(Reach reach) {
        return JsonObject.builder()
                .put("days", LOOKED_AT.toDays())
                .put("posts", reach.posts())
                .put("followers", reach.followers())
                .put("following", reach.following())
                .build();
    }

    private List<JsonObject> decided(List<Decision> decisions, Reasons words) {
        return decisions.stream()
                .map(one -> DecisionForm.write(one)
                        .with("holds", new JsonBoolean(one.holds(clock.instant())))
                        .with("statement", Json.of(statements.of(one, words)))
                        .with("statementLanguage", Json.of(words.language())))
                .toList();
    }

    /** The rules of every network that this instance hosts, in the version in force. */
    private List<JsonObject> rules(List<String> languages) {
        return networks.cards().stream()
                .flatMap(card -> card.charter().stream())
                .flatMap(charter -> charter.rules().stream()
                        .map(rule -> JsonObject.builder()
                                .put("charter", charter.network().toString())
                                .put("network", charter.name().in(languages))
                                .put("version", Long.toString(charter.version()))
                                .put("rule", rule.id())
                                .put("text", rule.text().in(languages))
                                .put(
                                        "hint",
                                        rule.hint()
                                                .map(hint -> hint.in(languages))
                                                .orElse(""))
                                .put("severity", rule.severity().name().toLowerCase(Locale.ROOT))
                                .build()))
                .toList();
    }

    /** What was decided here by which rule within the last {@link #PRECEDENTS}, and how often. */
    private Uni<List<JsonObject>> precedents() {
        Instant now = clock.instant();
        return log.figures(now.minus(PRECEDENTS), now)
                .map(figures -> figures.stream()
                        .filter(figure -> figure.action().equals("decided"))
                        .map(figure -> JsonObject.builder()
                                .put("rule", figure.rule())
                                .put("measure", figure.measure())
                                .put("count", figure.count())
                                .build())
                        .toList());
    }
}
