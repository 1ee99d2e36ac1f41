package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;
import social.godwit.store.negentropy.HibernateItems;
import social.godwit.store.negentropy.HibernateTouched;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;

/**
 * What a repository holds per class, for reconciliation: number, newest second and sum of hashes, and the sums over parts of
 * large sets, under the repository's lock.
 */
final class HibernateCounts {
    private final Mutiny.StatelessSession session;
    private final String did;

    HibernateCounts(Mutiny.StatelessSession session, String did) {
        this.session = session;
        this.did = did;
    }

    /** Brings them up to date with a batch, whose rows are there already. */
    Uni<Void> add(Batch batch) {
        return change(batch.items(), Map.of());
    }

    /** Brings them up to date with items whose rows are no items any more. */
    Uni<Void> remove(Map<Visibility, List<Item>> removed) {
        return change(Map.of(), removed);
    }

    private Uni<Void> change(Map<Visibility, List<Item>> added, Map<Visibility, List<Item>> removed) {
        return added.isEmpty() && removed.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.query(
                                session,
                                "select class, documents, newest_second, sum from repository_class where did = $1",
                                did)
                        .chain(rows -> removed.isEmpty()
                                ? write(rows, Map.of(), added, removed)
                                : newest(removed).chain(newest -> write(rows, newest, added, removed)));
    }

    /** The newest second that is left, of the classes from which something was taken away. */
    private Uni<Map<String, Long>> newest(Map<Visibility, List<Item>> removed) {
        return Database.query(
                        session,
                        """
                        select c.class, coalesce((select greatest(d.proof_second, 0) from document d
                            where d.did = $1 and d.class = c.class and d.standalone
                            order by greatest(d.proof_second, 0) desc, d.hash desc limit 1), 0) as second
                        from unnest($2::text[]) as c(class)
                        """,
                        did,
                        removed.keySet().stream().map(Visibility::name).toArray(String[]::new))
                .map(rows -> {
                    Map<String, Long> newest = new HashMap<>();
                    rows.forEach(row -> newest.put(row.getString("class"), row.getLong("second")));
                    return newest;
                });
    }

    private Uni<Void> write(
            List<Row> rows,
            Map<String, Long> newest,
            Map<Visibility, List<Item>> added,
            Map<Visibility, List<Item>> removed) {
        Map<String, Row> before = new HashMap<>();
        rows.forEach(row -> before.put(row.getString("class"), row));
        Map<Visibility, Tally> totals = new EnumMap<>(Visibility.class);
        List<Long> seconds = new ArrayList<>();
        for (Visibility visibility : Visibility.values()) {
            List<Item> more = added.getOrDefault(visibility, List.of());
            List<Item> less = removed.getOrDefault(visibility, List.of());
            if (more.isEmpty() && less.isEmpty()) {
                continue;
            }
            Row row = before.get(visibility.name());
            Tally sum = row == null ? Tally.NONE : Tally.of(row.getLong("documents"), Database.bytes(row, "sum"));
            totals.put(visibility, sum.plus(Tally.of(more)).minus(Tally.of(less)));
            long left = row == null ? 0 : newest.getOrDefault(visibility.name(), row.getLong("newest_second"));
            seconds.add(more.stream().mapToLong(Item::second).reduce(left, Math::max));
        }
        return Database.execute(
                        session,
                        """
                        insert into repository_class (did, class, documents, newest_second, sum)
                        select $1, * from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bytea[])
                        on conflict (did, class) do update set documents = excluded.documents,
                            newest_second = excluded.newest_second, sum = excluded.sum
                        """,
                        did,
                        totals.keySet().stream().map(Visibility::name).toArray(String[]::new),
                        totals.values().stream().map(Tally::count).toArray(Long[]::new),
                        seconds.toArray(Long[]::new),
                        totals.values().stream().map(Tally::sum).toArray(byte[][]::new))
                .chain(() -> trees(totals, added, removed))
                .chain(() -> HibernateTouched.note(session, did));
    }

    private Uni<Void> trees(
            Map<Visibility, Tally> totals, Map<Visibility, List<Item>> added, Map<Visibility, List<Item>> removed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (var entry : totals.entrySet()) {
            Visibility visibility = entry.getKey();
            done = done.chain(() -> HibernateItems.changed(
                    session,
                    HibernateAudits.ITEMS,
                    did,
                    visibility.name(),
                    entry.getValue().count(),
                    added.getOrDefault(visibility, List.of()),
                    removed.getOrDefault(visibility, List.of())));
        }
        return done;
    }
}
