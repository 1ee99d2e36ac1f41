package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link Repositories} in PostgreSQL. */
@ApplicationScoped
class HibernateRepositories implements Repositories {
    private final Database database;
    private final InstantSource clock;
    private final Watcher watcher;
    private final Notices notices;

    /** Nobody watches, and no gateway says when it had anything. */
    HibernateRepositories(Database database, InstantSource clock) {
        this(database, clock, Watcher.NONE, Notices.NONE);
    }

    @Inject
    HibernateRepositories(Database database, InstantSource clock, Watcher watcher, Notices notices) {
        this.database = database;
        this.clock = clock;
        this.watcher = watcher;
        this.notices = notices;
    }

    @Override
    public Uni<Void> open(Did owner, RepositoryKind kind) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into repository (did, kind, opened_at) values ($1, $2, $3) on conflict do nothing",
                        owner.toString(),
                        kind.name(),
                        clock.instant()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<RepositoryKind>> kind(Did owner) {
        return database.inTransaction(session ->
                        Database.query(session, "select kind from repository where did = $1", owner.toString()))
                .map(rows -> rows.stream().findFirst().map(row -> RepositoryKind.valueOf(row.getString("kind"))));
    }

    @Override
    public Uni<List<Did>> accounts(Optional<Did> after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select did from repository where did > $1 and kind = 'ACCOUNT' order by did limit $2",
                        after.map(Did::toString).orElse(""),
                        Paging.limit(limit))
                .map(rows -> rows.stream().map(HibernateRows::did).toList()));
    }

    @Override
    public Uni<Intake> admit(List<PortableDocument> documents) {
        Map<Did, List<PortableDocument>> byOwner = Owners.inOrder(documents);
        return database.inTransaction(session -> {
            Map<Did, Batch> batches = new LinkedHashMap<>();
            byOwner.forEach((owner, some) -> batches.put(owner, new Batch(some, false)));
            return load(session, batches).chain(snapshots -> admit(session, documents, byOwner, batches, snapshots));
        });
    }

    private Uni<Intake> admit(
            Mutiny.StatelessSession session,
            List<PortableDocument> documents,
            Map<Did, List<PortableDocument>> byOwner,
            Map<Did, Batch> batches,
            Map<String, Snapshot> snapshots) {
        Map<Sha256, Admission> outcomes = new LinkedHashMap<>();
        List<HibernateAdmission> admissions = new ArrayList<>();
        Instant now = clock.instant();
        batches.forEach((owner, batch) -> {
            Snapshot snapshot = snapshots.get(owner.toString());
            if (snapshot == null) {
                Owners.merge(
                        Owners.refused(byOwner.getOrDefault(owner, List.of())).outcomes(), outcomes);
            } else {
                admissions.add(new HibernateAdmission(session, owner, batch, snapshot, now, notices));
            }
        });
        return HibernateAdmission.admit(session, admissions, now).chain(all -> {
            all.forEach(stored -> Owners.merge(stored.outcomes(), outcomes));
            List<RepositoryChange> changes =
                    all.stream().flatMap(stored -> stored.change().stream()).toList();
            return tell(changes).replaceWith(new Intake(Owners.inOrder(documents, outcomes), changes));
        });
    }

    private static Uni<Map<String, Snapshot>> load(Mutiny.StatelessSession session, Map<Did, Batch> batches) {
        Map<Did, Collection<Candidate>> candidates = new LinkedHashMap<>();
        batches.forEach((owner, batch) -> candidates.put(owner, batch.candidates()));
        return new HibernateLoad(session, candidates).lockAndLoad();
    }

    private Uni<Void> tell(Publication publication) {
        return publication instanceof Publication.Published published
                ? tell(published.change().stream().toList())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> tell(List<RepositoryChange> changes) {
        return changes.isEmpty() ? Uni.createFrom().voidItem() : watcher.changed(changes);
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
        return database.inTransaction(session -> {
            Batch batch = new Batch(documents, registration);
            return load(session, Map.of(owner, batch)).chain(snapshots -> {
                Snapshot snapshot = snapshots.get(owner.toString());
                return snapshot == null
                        ? Uni.createFrom()
                                .item(new Publication.Refused(
                                        batch.candidates().getFirst().hash(), Admission.Refusal.NO_REPOSITORY))
                        : new HibernateAdmission(session, owner, batch, snapshot, clock.instant(), notices)
                                .publish()
                                .call(this::tell);
            });
        });
    }

    @Override
    public Uni<Lookup> find(PortableId id, Origin asked) {
        return database.inTransaction(session -> HibernateReads.find(session, id, asked));
    }

    @Override
    public Uni<Lookup> find(PortableId id) {
        return database.inTransaction(session -> HibernateReads.find(session, id, null));
    }

    @Override
    public Uni<Optional<StoredDocument>> find(Did owner, Sha256 hash) {
        return database.inTransaction(session -> HibernateReads.find(session, owner, hash));
    }

    @Override
    public Uni<Map<Sha256, Held>> held(Did owner, Collection<Sha256> hashes) {
        return database.inTransaction(session -> HibernateReads.held(session, owner, hashes));
    }

    @Override
    public Uni<List<StoredDocument>> shown(Map<Did, ? extends Collection<Sha256>> hashes) {
        return database.inTransaction(session -> HibernateReads.shown(session, hashes));
    }

    @Override
    public Uni<List<Filed>> filed(Optional<Filed.Place> after, int limit) {
        return database.inTransaction(session -> HibernateReads.filed(session, after, limit));
    }

    @Override
    public Uni<List<StoredDocument>> versions(PortableId id, int limit) {
        return database.inTransaction(session -> HibernateReads.versions(session, id, limit));
    }

    @Override
    public Uni<Page> page(Did owner, Selection selection, Optional<VersionRank> before, int limit) {
        return database.inTransaction(session -> HibernateReads.page(session, owner, selection, before, limit));
    }

    @Override
    public Uni<Long> count(Did owner, Selection selection) {
        return database.inTransaction(session -> HibernateReads.count(session, owner, selection));
    }

    @Override
    public Uni<Page> naming(Did network, Set<Visibility> classes, Optional<VersionRank> before, int limit) {
        return database.inTransaction(session -> HibernateReads.naming(session, network, classes, before, limit));
    }

    @Override
    public Uni<Map<Sha256, Integer>> sizes(Did owner, Collection<Sha256> hashes, Set<Visibility> classes) {
        return database.inTransaction(session -> HibernateReads.sizes(session, owner, hashes, classes));
    }

    @Override
    public Uni<List<StoredDocument>> after(Did owner, long number, Set<Visibility> classes, int limit, long bytes) {
        return database.inTransaction(session -> HibernateReads.after(session, owner, number, classes, limit, bytes));
    }

    @Override
    public Uni<Map<Did, List<StoredDocument>>> after(Map<Did, Long> numbers, Set<Visibility> classes, int limit) {
        return database.inTransaction(session -> HibernateReads.after(session, numbers, classes, limit));
    }

    @Override
    public Uni<Set<Sha256>> listed(Did owner, Collection<Sha256> hashes) {
        return database.inTransaction(session -> HibernateReads.listed(session, owner, hashes));
    }

    @Override
    public Uni<Map<PortableId, VersionRank>> newest(Collection<PortableId> ids) {
        return database.inTransaction(session -> HibernateReads.newest(session, ids));
    }

    @Override
    public Uni<Boolean> purge(Did owner, Sha256 hash) {
        return database.inTransaction(session -> HibernateErasure.purge(session, owner, hash));
    }

    @Override
    public Uni<Integer> eraseDue(int limit) {
        Instant now = clock.instant();
        return database.inTransaction(session -> HibernateErasure.due(session, now.minus(ERASED_AFTER), now, limit));
    }

    @Override
    public Uni<Integer> settleKeyLogs(int limit) {
        Instant now = clock.instant();
        return database.inTransaction(session -> Database.query(
                        session,
                        "select did from repository where key_log_due <= $1 order by key_log_due limit $2",
                        now,
                        Paging.limit(limit)))
                .chain(rows -> settle(rows.stream().map(HibernateRows::did).toList(), now));
    }

    private Uni<Integer> settle(List<Did> due, Instant now) {
        Uni<Integer> changed = Uni.createFrom().item(0);
        for (Did owner : due) {
            changed = changed.chain(before -> database.inTransaction(
                            session -> new HibernateSettling(session, owner, now, watcher, notices).settle())
                    .map(one -> before + (one ? 1 : 0)));
        }
        return changed;
    }

    @Override
    public Uni<List<Evidence>> evidence(Did owner, int limit) {
        return database.inTransaction(session -> HibernateEvidence.find(session, owner, limit));
    }
}
