package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** Locks a repository and loads what of it matters to a batch. */
final class HibernateLoad {
    private final Mutiny.StatelessSession session;
    private final String did;
    private final Collection<Candidate> candidates;
    private final Snapshot snapshot = new Snapshot();

    HibernateLoad(Mutiny.StatelessSession session, Did owner, Collection<Candidate> candidates) {
        this.session = session;
        this.did = owner.toString();
        this.candidates = candidates;
    }

    /** The snapshot; nothing when there is no repository. From here on no other admission to it runs. */
    Uni<Optional<Snapshot>> lockAndLoad() {
        return Database.query(session, "select last_number, gated from repository where did = $1 for update", did)
                .chain(rows -> rows.isEmpty() ? Uni.createFrom().item(Optional.empty()) : load(rows.getFirst()));
    }

    private Uni<Optional<Snapshot>> load(Row repository) {
        snapshot.lastNumber = repository.getLong("last_number");
        snapshot.gated = repository.getBoolean("gated");
        return loadKnown()
                .chain(this::loadVersions)
                .chain(this::loadTombstones)
                .chain(this::loadListed)
                .map(done -> Optional.of(snapshot));
    }

    private Uni<Void> loadKnown() {
        return Database.query(
                        session,
                        "select hash, listed, deleted, standalone, gone from document where did = $1 and hash = any($2)",
                        did,
                        hashes())
                .invoke(rows -> rows.forEach(row -> snapshot.known.put(
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
        String[] paths = candidates.stream().map(c -> c.facts.path()).distinct().toArray(String[]::new);
        byte[][] marks = candidates.stream().map(c -> c.facts.rank().mark()).toArray(byte[][]::new);
        return Database.query(session, """
                        select path, hash, rank, listed from document d
                        where did = $1 and path = any($2)
                          and (substring(rank from 1 for 20) = any($3)
                               or not exists (select 1 from document n where n.did = d.did and n.path = d.path
                                              and n.rank > d.rank and n.listed))
                        """, did, paths, marks)
                .invoke(rows -> rows.forEach(this::addVersion))
                .replaceWithVoid();
    }

    private void addVersion(Row row) {
        var version = new Snapshot.Version(
                row.getString("path"),
                HibernateRows.hash(row, "hash"),
                HibernateRows.rank(row),
                row.getBoolean("listed"));
        snapshot.versions
                .computeIfAbsent(version.path(), absent -> new ArrayList<>())
                .add(version);
    }

    private Uni<Void> loadTombstones() {
        Set<String> paths = new LinkedHashSet<>();
        for (Candidate candidate : candidates) {
            paths.add(candidate.facts.path());
            candidate.facts.contents().forEach(inner -> paths.add(inner.path()));
        }
        return Database.query(session, """
                        select path, erased_at is not null as erased from tombstone
                        where did = $1 and path = any($2) and effective_at is not null
                        """, did, paths.toArray(String[]::new))
                .invoke(rows -> rows.forEach(row ->
                        snapshot.tombstones.merge(row.getString("path"), row.getBoolean("erased"), Boolean::logicalOr)))
                .replaceWithVoid();
    }

    private Uni<Void> loadListed() {
        if (!snapshot.gated) {
            return Uni.createFrom().voidItem();
        }
        return Database.query(
                        session,
                        "select distinct hash from listing where did = $1 and hash = any($2) and counts",
                        did,
                        hashes())
                .invoke(rows -> rows.forEach(row -> snapshot.listedByCheckpoint.add(HibernateRows.hash(row, "hash"))))
                .replaceWithVoid();
    }

    private byte[][] hashes() {
        List<Sha256> hashes = candidates.stream().map(Candidate::hash).toList();
        return HibernateReads.bytes(hashes);
    }
}
