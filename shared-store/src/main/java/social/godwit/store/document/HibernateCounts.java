package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;

/** What a repository holds per class, for reconciliation: number, newest time and sum of hashes, under the repository's lock. */
final class HibernateCounts {
    private final Mutiny.StatelessSession session;
    private final String did;

    HibernateCounts(Mutiny.StatelessSession session, String did) {
        this.session = session;
        this.did = did;
    }

    /** Brings them up to date with a batch. */
    Uni<Void> add(Batch batch) {
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
