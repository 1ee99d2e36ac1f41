package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.document.MemoryRepository.Row;

/** {@link Repositories} for simulations and quick tests. Guarded by its own lock. */
public final class MemoryRepositories implements Repositories {
    private final InstantSource clock;
    private final Watcher watcher;
    private final Notices notices;
    private final Map<Did, MemoryRepository> repositories = new LinkedHashMap<>();

    /** A store without repositories that nobody watches. */
    public MemoryRepositories(InstantSource clock) {
        this(clock, Watcher.NONE);
    }

    /** A store without repositories. */
    public MemoryRepositories(InstantSource clock, Watcher watcher) {
        this(clock, watcher, Notices.NONE);
    }

    /** A store without repositories, where gateways say when they had entries of key logs. */
    public MemoryRepositories(InstantSource clock, Watcher watcher, Notices notices) {
        this.clock = clock;
        this.watcher = watcher;
        this.notices = notices;
    }

    @Override
    public Uni<Void> open(Did owner, RepositoryKind kind) {
        return guarded(() -> repositories.computeIfAbsent(owner, absent -> new MemoryRepository(owner, kind)))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<RepositoryKind>> kind(Did owner) {
        return guarded(() -> Optional.ofNullable(repositories.get(owner)).map(repository -> repository.kind));
    }

    @Override
    public Uni<List<Did>> accounts(Optional<Did> after, int limit) {
        Comparator<Did> byText = Comparator.comparing(Did::toString);
        return guarded(() -> repositories.values().stream()
                .filter(repository -> repository.kind == RepositoryKind.ACCOUNT)
                .map(repository -> repository.owner)
                .filter(owner -> after.isEmpty() || byText.compare(owner, after.get()) > 0)
                .sorted(byText)
                .limit(Paging.limit(limit))
                .toList());
    }

    @Override
    public Uni<Intake> admit(List<PortableDocument> documents) {
        Map<Did, List<PortableDocument>> byOwner = Owners.inOrder(documents);
        return noticed(byOwner)
                .map(noticed -> locked(() -> {
                    Map<Sha256, Admission> outcomes = new LinkedHashMap<>();
                    List<RepositoryChange> changes = new ArrayList<>();
                    byOwner.forEach((owner, some) -> {
                        MemoryRepository repository = repositories.get(owner);
                        Stored stored = repository == null
                                ? Owners.refused(some)
                                : admit(repository, new Batch(some, false), noticed.getOrDefault(owner, Map.of()));
                        Owners.merge(stored.outcomes(), outcomes);
                        stored.change().ifPresent(changes::add);
                    });
                    return new Intake(Owners.inOrder(documents, outcomes), changes);
                }))
                .call(intake -> tell(intake.changes()));
    }

    /** When entries came to the gateways, of those owners whose key log is concerned. */
    private Uni<Map<Did, Map<Sha256, Notice>>> noticed(Map<Did, List<PortableDocument>> byOwner) {
        Map<Did, Map<Sha256, Notice>> noticed = new LinkedHashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var entry : byOwner.entrySet()) {
            if (entry.getValue().stream().anyMatch(document -> document.type().equals(ContentId.KEY_LOG_ENTRY))) {
                all = all.chain(() -> noticed(entry.getKey()))
                        .invoke(some -> noticed.put(entry.getKey(), some))
                        .replaceWithVoid();
            }
        }
        return all.replaceWith(noticed);
    }

    Uni<Map<Sha256, Notice>> noticed(Did owner) {
        return ask(owner, MemoryRepositories::actor).chain(actor -> notices.of(owner, actor.flatMap(found -> found)));
    }

    Instant now() {
        return clock.instant();
    }

    private Uni<Void> tell(List<RepositoryChange> changes) {
        return changes.isEmpty() ? Uni.createFrom().voidItem() : watcher.changed(changes);
    }

    private Stored admit(MemoryRepository repository, Batch batch, Map<Sha256, Notice> noticed) {
        Judged judged = judge(repository, batch, noticed);
        return store(repository, batch, judged);
    }

    @Override
    public Uni<Publication> publish(Did owner, List<PortableDocument> documents) {
        return publish(owner, documents, false);
    }

    @Override
    public Uni<Publication> register(Did owner, List<PortableDocument> documents) {
        return publish(owner, documents, true);
    }

    private Uni<Publication> publish(Did owner, List<PortableDocument> documents, boolean registration) {
        Owners.check(owner, documents);
        return noticed(Map.of(owner, documents))
                .map(noticed -> locked(
                        () -> publishLocked(owner, documents, registration, noticed.getOrDefault(owner, Map.of()))))
                .call(publication -> publication instanceof Publication.Published published
                        ? tell(published.change().stream().toList())
                        : Uni.createFrom().voidItem());
    }

    private Publication publishLocked(
            Did owner, List<PortableDocument> documents, boolean registration, Map<Sha256, Notice> noticed) {
        MemoryRepository repository = repositories.get(owner);
        if (repository == null) {
            return new Publication.Refused(documents.getFirst().hash(), Admission.Refusal.NO_REPOSITORY);
        }
        Batch batch = new Batch(documents, registration);
        Judged judged = judge(repository, batch, noticed);
        Optional<Publication> obstacle = batch.refusal().or(() -> batch.conflict(judged.snapshot()));
        if (obstacle.isPresent()) {
            keepKeyLogEvidence(repository, judged);
            return obstacle.get();
        }
        Stored stored = store(repository, batch, judged);
        return new Publication.Published(stored.outcomes(), stored.change());
    }

    private record Judged(Snapshot snapshot, KeyLogIntake intake, Devices devices) {}

    private Judged judge(MemoryRepository repository, Batch batch, Map<Sha256, Notice> noticed) {
        Snapshot snapshot = repository.snapshot(batch);
        KeyLogIntake intake = repository.judgeKeyLog(batch, noticed, clock.instant());
        batch.refuse(intake.refused());
        Devices devices = intake.log().map(Devices::of).orElseGet(repository::devices);
        snapshot.gated = intake.log().map(KeyLog::requiresCheckpoints).orElseGet(repository::gated);
        batch.readLinks(snapshot, devices);
        return new Judged(snapshot, intake, devices);
    }

    private Stored store(MemoryRepository repository, Batch batch, Judged judged) {
        Instant now = clock.instant();
        long before = repository.lastNumber();
        batch.settle(judged.snapshot());
        Map<Candidate, Checkpoint> links = batch.links();
        List<StoredDocument> counting = repository.apply(batch, judged.intake().log(), now);
        for (Contradiction contradiction : batch.contradictions()) {
            Row other = repository.rows.get(contradiction.other());
            if (other == null
                    || !other.hasBytes()
                    || !SignedContent.same(
                            other.facts.document().json(),
                            contradiction.version().facts.document().json())) {
                keep(repository, Evidence.Kind.VERSIONS, contradiction, false);
            }
        }
        Set<Sha256> together = links.values().stream().map(Checkpoint::hash).collect(Collectors.toSet());
        links.forEach((candidate, link) -> repository
                .fork(link, together)
                .ifPresent(other -> keep(
                        repository,
                        Evidence.Kind.CHECKPOINTS,
                        new Contradiction(candidate, link.hash(), other),
                        true)));
        keepKeyLogEvidence(repository, judged);
        return new Stored(batch.outcomes(), change(repository, before, batch, counting, judged));
    }

    private static Optional<RepositoryChange> change(
            MemoryRepository repository, long before, Batch batch, List<StoredDocument> counting, Judged judged) {
        if (!batch.changes()) {
            return Optional.empty();
        }
        boolean revised = batch.revises(judged.devices());
        return Optional.of(new RepositoryChange(
                repository.owner,
                before,
                repository.lastNumber(),
                counting,
                revised,
                RepositoryChange.touchesActor(counting, revised) ? actor(repository) : Optional.empty()));
    }

    private static Optional<StoredDocument> actor(MemoryRepository repository) {
        return newestShown(repository, row -> row.facts.kind() == DocumentKind.ACTOR)
                .max(Comparator.comparing(StoredDocument::rank));
    }

    private void keepKeyLogEvidence(MemoryRepository repository, Judged judged) {
        judged.intake().contradictions().forEach(one -> keep(repository, Evidence.Kind.KEY_LOG, one, true));
    }

    private void keep(MemoryRepository repository, Evidence.Kind kind, Contradiction contradiction, boolean withBytes) {
        Evidence evidence = new Evidence(
                repository.owner,
                kind,
                contradiction.path(kind),
                contradiction.first(),
                contradiction.second(),
                withBytes ? Optional.of(contradiction.version().facts.document().bytes()) : Optional.empty(),
                clock.instant());
        if (!repository.evidence.contains(evidence) && repository.evidence.size() < MAX_EVIDENCE) {
            repository.evidence.add(evidence);
        }
    }

    @Override
    public Uni<Lookup> find(PortableId id, Origin asked) {
        return guarded(() -> lookup(id, asked));
    }

    @Override
    public Uni<Lookup> find(PortableId id) {
        return guarded(() -> lookup(id, null));
    }

    private Lookup lookup(PortableId id, @Nullable Origin asked) {
        MemoryRepository repository = repositories.get(id.did());
        if (repository == null) {
            return new Lookup.Missing();
        }
        String path = Facts.path(id);
        List<Row> versions =
                repository.versions(path).filter(repository::listed).toList();
        if (repository.isBuried(path)) {
            Visibility visibility = versions.stream()
                    .filter(row -> !row.facts.isTombstone())
                    .findFirst()
                    .or(() -> repository.newestDelete(path))
                    .map(row -> row.facts.document().visibility())
                    .orElse(Visibility.SELF);
            return new Lookup.Deleted(
                    visibility,
                    versions.stream()
                            .filter(row -> row.facts.isTombstone() && row.hasBytes())
                            .findFirst()
                            .map(repository::document));
        }
        List<Row> shown = versions.stream().filter(repository::shown).toList();
        Optional<Row> spelt = shown.stream()
                .filter(row -> row.facts
                        .document()
                        .spelling()
                        .filter(origin -> origin.equals(asked))
                        .isPresent())
                .findFirst();
        return spelt.or(() -> shown.stream().findFirst())
                .<Lookup>map(row -> new Lookup.Found(repository.document(row)))
                .orElseGet(Lookup.Missing::new);
    }

    @Override
    public Uni<Optional<StoredDocument>> find(Did owner, Sha256 hash) {
        return guarded(() -> Optional.ofNullable(repositories.get(owner))
                .flatMap(repository -> Optional.ofNullable(repository.rows.get(hash))
                        .filter(Row::hasBytes)
                        .map(repository::document)));
    }

    @Override
    public Uni<Map<Sha256, Held>> held(Did owner, Collection<Sha256> hashes) {
        return guarded(() -> {
            Map<Sha256, Held> held = new LinkedHashMap<>();
            MemoryRepository repository = repositories.get(owner);
            if (repository != null) {
                hashes.stream().limit(MAX_PAGE).forEach(hash -> {
                    Row row = repository.rows.get(hash);
                    if (row != null) {
                        held.put(hash, repository.held(row));
                    }
                });
            }
            return held;
        });
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did owner, Collection<Sha256> hashes, Set<Visibility> classes) {
        return held(owner, hashes).map(held -> {
            Map<Sha256, Integer> sizes = new LinkedHashMap<>();
            held.forEach((hash, one) -> {
                if (classes.contains(one.visibility())) {
                    sizes.put(hash, one instanceof Held.Here(StoredDocument document) ? document.bytes().length : 0);
                }
            });
            return sizes;
        });
    }

    @Override
    public Uni<List<StoredDocument>> after(Did owner, long number, Set<Visibility> classes, int limit, long bytes) {
        return guarded(() -> {
            List<StoredDocument> some = new ArrayList<>();
            long size = 0;
            for (StoredDocument document : arrived(owner, number, classes, limit)) {
                if (size >= bytes) {
                    break;
                }
                some.add(document);
                size += document.bytes().length;
            }
            return some;
        });
    }

    @Override
    public Uni<List<StoredDocument>> shown(Map<Did, ? extends Collection<Sha256>> hashes) {
        return guarded(() -> {
            List<StoredDocument> shown = new ArrayList<>();
            hashes.forEach((owner, some) -> Optional.ofNullable(repositories.get(owner))
                    .ifPresent(repository -> some.forEach(hash -> Optional.ofNullable(repository.rows.get(hash))
                            .filter(repository::shown)
                            .map(repository::document)
                            .ifPresent(shown::add))));
            return shown;
        });
    }

    @Override
    public Uni<List<Filed>> filed(Optional<Filed.Place> after, int limit) {
        return guarded(() -> repositories.values().stream()
                .flatMap(repository -> repository.rows.values().stream()
                        .filter(Row::hasBytes)
                        .map(row -> new Filed(repository.owner, repository.document(row))))
                .filter(filed -> after.isEmpty() || filed.place().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(Filed::place))
                .limit(Paging.limit(limit))
                .toList());
    }

    @Override
    public Uni<List<StoredDocument>> versions(PortableId id, int limit) {
        return guarded(() -> Optional.ofNullable(repositories.get(id.did())).stream()
                .flatMap(repository -> repository
                        .versions(Facts.path(id))
                        .filter(Row::hasBytes)
                        .limit(Paging.limit(limit))
                        .map(repository::document))
                .toList());
    }

    @Override
    public Uni<Page> page(Did owner, Selection selection, Optional<VersionRank> before, int limit) {
        return guarded(() -> Paging.page(
                selected(owner, selection)
                        .filter(document -> below(document, before))
                        .limit(Paging.limit(limit) + 1L)
                        .toList(),
                Paging.limit(limit)));
    }

    @Override
    public Uni<Long> count(Did owner, Selection selection) {
        return guarded(() -> selected(owner, selection).count());
    }

    private Stream<StoredDocument> selected(Did owner, Selection selection) {
        return Optional.ofNullable(repositories.get(owner)).stream()
                .flatMap(repository -> newestShown(repository, row -> selects(selection, row)))
                .sorted(Comparator.comparing(StoredDocument::rank).reversed());
    }

    private static boolean selects(Selection selection, Row row) {
        return selection.kinds().contains(row.facts.kind())
                && selection.classes().contains(row.facts.document().visibility())
                && (selection.types().isEmpty()
                        || selection.types().contains(row.facts.document().type()));
    }

    private static Stream<StoredDocument> newestShown(MemoryRepository repository, Predicate<Row> selected) {
        return repository.rows.values().stream()
                .filter(row -> selected.test(row) && repository.shown(row) && repository.isNewest(row))
                .map(repository::document);
    }

    private static boolean below(StoredDocument document, Optional<VersionRank> before) {
        return before.isEmpty() || document.rank().compareTo(before.get()) < 0;
    }

    @Override
    public Uni<Page> naming(Did network, Set<Visibility> classes, Optional<VersionRank> before, int limit) {
        return guarded(() -> Paging.page(
                repositories.values().stream()
                        .flatMap(repository -> repository.rows.values().stream()
                                .filter(row -> row.facts.networks().contains(network))
                                .filter(row -> repository.shown(row) && repository.isNewest(row))
                                .map(repository::document))
                        .filter(document -> classes.contains(document.visibility()) && below(document, before))
                        .sorted(Comparator.comparing(StoredDocument::rank).reversed())
                        .limit(Paging.limit(limit) + 1L)
                        .toList(),
                Paging.limit(limit)));
    }

    @Override
    public Uni<Map<Did, List<StoredDocument>>> after(Map<Did, Long> numbers, Set<Visibility> classes, int limit) {
        return guarded(() -> {
            Map<Did, List<StoredDocument>> found = new LinkedHashMap<>();
            numbers.forEach((owner, number) -> {
                List<StoredDocument> some = arrived(owner, number, classes, limit);
                if (!some.isEmpty()) {
                    found.put(owner, some);
                }
            });
            return found;
        });
    }

    private List<StoredDocument> arrived(Did owner, long number, Set<Visibility> classes, int limit) {
        return Optional.ofNullable(repositories.get(owner)).stream()
                .flatMap(repository -> repository.rows.values().stream()
                        .filter(row -> row.standalone && row.hasBytes() && row.number > number)
                        .map(repository::document))
                .filter(document -> classes.contains(document.visibility()))
                .sorted(Comparator.comparingLong(StoredDocument::number))
                .limit(Paging.limit(limit))
                .toList();
    }

    @Override
    public Uni<Set<Sha256>> listed(Did owner, Collection<Sha256> hashes) {
        return guarded(() -> {
            Set<Sha256> listed = new HashSet<>();
            MemoryRepository repository = repositories.get(owner);
            if (repository != null) {
                hashes.stream()
                        .filter(hash -> {
                            Row row = repository.rows.get(hash);
                            return row != null && repository.listed(row);
                        })
                        .forEach(listed::add);
            }
            return listed;
        });
    }

    @Override
    public Uni<Map<PortableId, VersionRank>> newest(Collection<PortableId> ids) {
        return guarded(() -> {
            Map<PortableId, VersionRank> newest = new HashMap<>();
            for (PortableId id : ids) {
                Optional.ofNullable(repositories.get(id.did()))
                        .flatMap(repository ->
                                repository.versions(Facts.path(id)).findFirst())
                        .ifPresent(row -> newest.put(id, row.facts.rank()));
            }
            return newest;
        });
    }

    @Override
    public Uni<Boolean> purge(Did owner, Sha256 hash) {
        return guarded(() -> {
            MemoryRepository repository = repositories.get(owner);
            Row row = repository == null ? null : repository.rows.get(hash);
            if (row == null || !row.hasBytes()) {
                return false;
            }
            row.purged = true;
            return true;
        });
    }

    @Override
    public Uni<Integer> eraseDue(int limit) {
        Instant deletedBefore = clock.instant().minus(ERASED_AFTER);
        return guarded(() -> {
            int erased = 0;
            for (MemoryRepository repository : repositories.values()) {
                erased += repository.erase(deletedBefore, limit - erased);
            }
            return erased;
        });
    }

    @Override
    public Uni<Integer> settleKeyLogs(int limit) {
        return guarded(() -> List.copyOf(repositories.keySet())).chain(owners -> {
            List<RepositoryChange> changes = new ArrayList<>();
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Did owner : owners) {
                all = all.chain(() -> noticed(owner))
                        .invoke(noticed -> locked(() -> settle(owner, noticed)).ifPresent(changes::add))
                        .replaceWithVoid();
            }
            return all.chain(() -> tell(changes)).map(told -> changes.size());
        });
    }

    private Optional<RepositoryChange> settle(Did owner, Map<Sha256, Notice> noticed) {
        MemoryRepository repository = Objects.requireNonNull(repositories.get(owner));
        return repository
                .settle(noticed, clock.instant())
                .map(counting -> new RepositoryChange(
                        owner, repository.lastNumber(), repository.lastNumber(), counting, true, actor(repository)));
    }

    @Override
    public Uni<List<Evidence>> evidence(Did owner, int limit) {
        return guarded(() -> Optional.ofNullable(repositories.get(owner)).stream()
                .flatMap(repository -> repository.evidence.stream())
                .sorted(Comparator.comparing(Evidence::seenAt)
                        .thenComparing(Evidence::first)
                        .thenComparing(Evidence::second))
                .limit(Paging.limit(limit))
                .toList());
    }

    /** What the repositories can show for themselves. */
    public Audits audits() {
        return new MemoryAudits(this);
    }

    <T> Uni<Optional<T>> ask(Did owner, Function<MemoryRepository, T> question) {
        return guarded(() -> Optional.ofNullable(repositories.get(owner)).map(question));
    }

    private synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }

    private <T> Uni<T> guarded(Supplier<T> work) {
        return Uni.createFrom().item(() -> locked(work));
    }
}
