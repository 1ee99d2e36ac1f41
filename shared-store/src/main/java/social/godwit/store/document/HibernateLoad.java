package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/**
 * Locks the repositories of several owners and loads what of them matters to a batch for each, in a few statements for all.
 * The locks are taken in the order of the DIDs' text, and before any other that an admission takes, so that two admissions
 * never wait for each other. Each candidate is looked up by itself (a lateral query with a limit, which the planner does not turn
 * into another join): a plan made while a table is small or not yet analysed reads the whole table, at each batch.
 */
final class HibernateLoad {
    private final Mutiny.StatelessSession session;
    private final Map<String, Collection<Candidate>> candidates = new TreeMap<>();
    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();

    HibernateLoad(Mutiny.StatelessSession session, Map<Did, Collection<Candidate>> batches) {
        this.session = session;
        batches.forEach((owner, some) -> candidates.put(owner.toString(), some));
    }

    /** Snapshots by the DIDs' text, of those who have a repository. From here on no other admission to these runs. */
    Uni<Map<String, Snapshot>> lockAndLoad() {
        return Database.query(
                        session,
                        "select did, last_number, gated from repository where did = any($1) order by did for update",
                        (Object) candidates.keySet().toArray(String[]::new))
                .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(Map.of()) : load(rows));
    }

    private Uni<Map<String, Snapshot>> load(List<Row> repositories) {
        for (Row row : repositories) {
            Snapshot snapshot = new Snapshot();
            snapshot.lastNumber = row.getLong("last_number");
            snapshot.gated = row.getBoolean("gated");
            snapshots.put(row.getString("did"), snapshot);
        }
        candidates.keySet().retainAll(snapshots.keySet());
        return loadKnown()
                .chain(this::loadVersions)
                .chain(this::loadTombstones)
                .chain(this::loadListed)
                .replaceWith(snapshots);
    }

    private Snapshot of(Row row) {
        return java.util.Objects.requireNonNull(snapshots.get(row.getString("did")));
    }

    /** Columns of values of owners' candidates, each once: the owner, and the value. */
    private record Columns<T>(List<String> owners, List<T> values) {
        String[] dids() {
            return owners.toArray(String[]::new);
        }
    }

    private <T> Columns<T> columns(Function<Candidate, Stream<T>> values) {
        var columns = new Columns<T>(new ArrayList<>(), new ArrayList<>());
        candidates.forEach((owner, some) -> {
            Set<T> once = new LinkedHashSet<>();
            some.forEach(candidate -> values.apply(candidate).forEach(once::add));
            once.forEach(value -> {
                columns.owners.add(owner);
                columns.values.add(value);
            });
        });
        return columns;
    }

    private Uni<Void> loadKnown() {
        var hashes = columns(candidate -> Stream.of(candidate.hash()));
        return Database.query(session, """
                        select d.did, d.hash, d.listed, d.deleted, d.standalone, d.gone
                        from unnest($1::text[], $2::bytea[]) as c (did, hash)
                        cross join lateral (
                            select * from document where did = c.did and hash = c.hash limit 1) d
                        """, hashes.dids(), HibernateReads.bytes(hashes.values))
                .invoke(rows -> rows.forEach(row -> of(row).known
                        .put(
                                HibernateRows.hash(row, "hash"),
                                new Snapshot.Known(
                                        row.getBoolean("listed"),
                                        row.getBoolean("deleted"),
                                        row.getBoolean("standalone"),
                                        "PURGED".equals(row.getString("gone"))))))
                .replaceWithVoid();
    }

    /** The newest listed version of each id, what is newer than it, and what was said at the same time. */
    private Uni<Void> loadVersions() {
        var paths = columns(candidate -> Stream.of(candidate.facts.path()));
        byte[][] marks = candidates.values().stream()
                .flatMap(Collection::stream)
                .map(candidate -> candidate.facts.rank().mark())
                .toArray(byte[][]::new);
        return Database.query(session, """
                        select d.did, d.path, d.hash, d.rank, d.listed
                        from unnest($1::text[], $2::text[]) as c (did, path)
                        cross join lateral (
                            select * from document v where v.did = c.did and v.path = c.path
                                and (substring(v.rank from 1 for 20) = any($3)
                                    or not exists (select 1 from document n where n.did = v.did and n.path = v.path
                                        and n.rank > v.rank and n.listed))
                            offset 0) d
                        """, paths.dids(), paths.values.toArray(String[]::new), marks)
                .invoke(rows -> rows.forEach(this::addVersion))
                .replaceWithVoid();
    }

    private void addVersion(Row row) {
        var version = new Snapshot.Version(
                row.getString("path"),
                HibernateRows.hash(row, "hash"),
                HibernateRows.rank(row),
                row.getBoolean("listed"));
        of(row).versions
                .computeIfAbsent(version.path(), absent -> new ArrayList<>())
                .add(version);
    }

    private Uni<Void> loadTombstones() {
        var paths = columns(candidate -> Stream.concat(
                Stream.of(candidate.facts.path()),
                candidate.facts.contents().stream().map(Facts.Content::path)));
        return Database.query(session, """
                        select t.did, t.path, t.erased_at is not null as erased
                        from unnest($1::text[], $2::text[]) as c (did, path)
                        cross join lateral (
                            select * from tombstone where did = c.did and path = c.path and effective_at is not null
                            offset 0) t
                        """, paths.dids(), paths.values.toArray(String[]::new))
                .invoke(rows -> rows.forEach(row ->
                        of(row).tombstones.merge(row.getString("path"), row.getBoolean("erased"), Boolean::logicalOr)))
                .replaceWithVoid();
    }

    private Uni<Void> loadListed() {
        candidates.keySet().removeIf(owner -> !java.util.Objects.requireNonNull(snapshots.get(owner)).gated);
        if (candidates.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var hashes = columns(candidate -> Stream.of(candidate.hash()));
        return Database.query(session, """
                        select c.did, c.hash from unnest($1::text[], $2::bytea[]) as c (did, hash)
                        cross join lateral (
                            select 1 from listing where did = c.did and hash = c.hash and counts limit 1) l
                        """, hashes.dids(), HibernateReads.bytes(hashes.values))
                .invoke(rows -> rows.forEach(row -> of(row).listedByCheckpoint.add(HibernateRows.hash(row, "hash"))))
                .replaceWithVoid();
    }
}
