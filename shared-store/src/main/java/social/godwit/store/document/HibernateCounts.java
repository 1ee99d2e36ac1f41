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
        Map<Visibility, List<Item>> added = batch.items();
        return added.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.query(
                                session,
                                "select class, documents, newest_second, sum from repository_class where did = $1",
                                did)
                        .chain(rows -> write(rows, added));
    }

    private Uni<Void> write(List<Row> rows, Map<Visibility, List<Item>> added) {
        Map<String, Row> before = new HashMap<>();
        rows.forEach(row -> before.put(row.getString("class"), row));
        Map<Visibility, Tally> totals = new EnumMap<>(Visibility.class);
        List<Long> seconds = new ArrayList<>();
        added.forEach((visibility, items) -> {
            Row row = before.get(visibility.name());
            long newest = items.stream().mapToLong(Item::second).max().orElseThrow();
            Tally sum = Tally.of(items);
            totals.put(
                    visibility,
                    row == null ? sum : sum.plus(Tally.of(row.getLong("documents"), Database.bytes(row, "sum"))));
            seconds.add(row == null ? newest : Math.max(newest, row.getLong("newest_second")));
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
                        totals.keySet().stream().map(Visibility::name).toArray(String[]::new),
                        totals.values().stream().map(Tally::count).toArray(Long[]::new),
                        seconds.toArray(Long[]::new),
                        totals.values().stream().map(Tally::sum).toArray(byte[][]::new))
                .chain(() -> trees(totals, added))
                .chain(() -> HibernateTouched.note(session, did));
    }

    private Uni<Void> trees(Map<Visibility, Tally> totals, Map<Visibility, List<Item>> added) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (var entry : totals.entrySet()) {
            String name = entry.getKey().name();
            List<Item> items = added.getOrDefault(entry.getKey(), List.of());
            done = done.chain(() -> HibernateItems.changed(
                    session, HibernateAudits.ITEMS, did, name, entry.getValue().count(), items, List.of()));
        }
        return done;
    }
}
