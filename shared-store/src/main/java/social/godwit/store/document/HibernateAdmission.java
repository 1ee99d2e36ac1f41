package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;

/**
 * One owner's batch on its way into PostgreSQL: lock the repository, load what matters, decide, insert in a few statements,
 * then derive what checkpoints and tombstones change for others.
 */
final class HibernateAdmission {
    private final Mutiny.StatelessSession session;
    private final Did owner;
    private final String did;
    private final Batch batch;
    private final Instant now;
    private final HibernateDerived derived;

    HibernateAdmission(Mutiny.StatelessSession session, Did owner, Batch batch, Instant now) {
        this.session = session;
        this.owner = owner;
        this.did = owner.toString();
        this.batch = batch;
        this.now = now;
        this.derived = new HibernateDerived(session, did, now);
    }

    /** All or nothing. */
    Uni<Publication> publish() {
        return load().chain(loaded -> {
            if (loaded.isEmpty()) {
                return Uni.createFrom()
                        .item(new Publication.Refused(
                                batch.candidates().getFirst().hash(), Admission.Refusal.NO_REPOSITORY));
            }
            Optional<Publication> conflict = batch.conflict(loaded.get());
            return conflict.isPresent()
                    ? Uni.createFrom().item(conflict.get())
                    : store(loaded.get()).map(Publication.Published::new);
        });
    }

    /** Each by itself; nothing when there is no repository. */
    Uni<Optional<List<Admission>>> admit() {
        return load().chain(loaded -> loaded.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : store(loaded.get()).map(Optional::of));
    }

    private Uni<Optional<Snapshot>> load() {
        return new HibernateLoad(session, owner, batch.candidates()).lockAndLoad();
    }

    private Uni<List<Admission>> store(Snapshot snapshot) {
        batch.settle(snapshot);
        return new HibernateInsert(session, did)
                .all(batch.fresh(), now)
                .chain(this::promote)
                .chain(() -> derived.list(batch.listedNow()))
                .chain(() -> batch.mayBury() ? derived.bury() : Uni.createFrom().voidItem())
                .chain(this::count)
                .chain(() -> Database.execute(
                        session, "update repository set last_number = $2 where did = $1", did, snapshot.lastNumber))
                .chain(() -> new HibernateEvidence(session, owner, now).keep(batch.contradictions()))
                .map(done -> batch.outcomes());
    }

    /** What was a part of others only is an item of its own now, with a number that readers have not passed. */
    private Uni<Void> promote() {
        List<Candidate> promoted = batch.promoted();
        if (promoted.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Database.execute(
                        session,
                        """
                        update document d set standalone = true, number = u.number
                        from unnest($2::bytea[], $3::bigint[]) as u(hash, number)
                        where d.did = $1 and d.hash = u.hash
                        """,
                        did,
                        promoted.stream().map(c -> c.hash().bytes()).toArray(byte[][]::new),
                        promoted.stream().map(c -> c.number).toArray(Long[]::new))
                .replaceWithVoid();
    }

    /** Brings the sums per class up to date. */
    private Uni<Void> count() {
        Map<Visibility, List<Candidate>> items = new EnumMap<>(Visibility.class);
        List<Candidate> all = new ArrayList<>(batch.promoted());
        batch.fresh().stream().filter(candidate -> candidate.standalone).forEach(all::add);
        all.forEach(
                candidate -> items.computeIfAbsent(candidate.facts.document().visibility(), absent -> new ArrayList<>())
                        .add(candidate));
        if (items.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Database.query(
                        session,
                        "select class, documents, newest_second, sum from repository_class where did = $1",
                        did)
                .chain(rows -> writeCounts(rows, items));
    }

    private Uni<Void> writeCounts(List<Row> rows, Map<Visibility, List<Candidate>> items) {
        Map<Visibility, Row> before = new EnumMap<>(Visibility.class);
        rows.forEach(row -> before.put(Visibility.valueOf(row.getString("class")), row));
        List<String> classes = new ArrayList<>();
        List<Long> documents = new ArrayList<>();
        List<Long> seconds = new ArrayList<>();
        List<byte[]> sums = new ArrayList<>();
        items.forEach((visibility, added) -> {
            Row row = before.get(visibility);
            long newest = added.stream()
                    .mapToLong(c -> c.facts.document().proofTime().getEpochSecond())
                    .max()
                    .orElseThrow();
            classes.add(visibility.name());
            documents.add(added.size() + (row == null ? 0 : row.getLong("documents")));
            seconds.add(row == null ? newest : Math.max(newest, row.getLong("newest_second")));
            sums.add(HashSum.plus(
                    row == null ? HashSum.zero() : Database.bytes(row, "sum"),
                    added.stream().map(Candidate::hash).toList()));
        });
        return Database.execute(
                        session,
                        """
                        insert into repository_class (did, class, documents, newest_second, sum)
                        select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bytea[])
                        on conflict (did, class) do update set documents = excluded.documents,
                            newest_second = excluded.newest_second, sum = excluded.sum
                        """,
                        did,
                        classes.toArray(String[]::new),
                        documents.toArray(Long[]::new),
                        seconds.toArray(Long[]::new),
                        sums.toArray(byte[][]::new))
                .replaceWithVoid();
    }
}
