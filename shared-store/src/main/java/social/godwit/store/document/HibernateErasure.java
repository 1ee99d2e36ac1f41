package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.negentropy.Item;

/** Erases and purges bytes; the rows with their hashes stay. What is erased is no item of reconciliation any more. */
final class HibernateErasure {
    private HibernateErasure() {}

    /** Erases what was deleted before that time, under the locks of its repositories. */
    static Uni<Integer> due(Mutiny.StatelessSession session, Instant deletedBefore, Instant now, int limit) {
        return Database.query(session, """
                        select did, path from tombstone
                        where effective_at <= $1 and erased_at is null
                        order by effective_at limit $2
                        """, deletedBefore, limit)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : lock(session, rows)
                                .chain(() -> erase(session, rows, now))
                                .replaceWith(rows.size()));
    }

    /** So that no admission that knows nothing of the erasure is under way. */
    private static Uni<List<Row>> lock(Mutiny.StatelessSession session, List<Row> due) {
        return Database.query(
                session, "select did from repository where did = any($1) order by did for update", (Object)
                        due.stream().map(row -> row.getString("did")).distinct().toArray(String[]::new));
    }

    /** Rows that go with these ids: their versions, and what carries them. */
    private static final String TOUCHED = """
            d.deleted and (d.did, d.hash) in
                (select x.did, x.hash from document x
                 join (select * from unnest($1::text[], $2::text[]) as u(did, path)) u on x.did = u.did and x.path = u.path
                 union
                 select e.did, e.outer_hash from embedding e
                 join (select * from unnest($1::text[], $2::text[]) as u(did, path)) u on e.did = u.did and e.path = u.path)
            """;

    private static Uni<Void> erase(Mutiny.StatelessSession session, List<Row> due, Instant now) {
        String[] dids = due.stream().map(row -> row.getString("did")).toArray(String[]::new);
        String[] paths = due.stream().map(row -> row.getString("path")).toArray(String[]::new);
        return Database.query(
                        session,
                        "select d.did, d.class, greatest(d.proof_second, 0) as second, d.hash from document d"
                                + " where d.standalone and " + TOUCHED,
                        dids,
                        paths)
                .chain(items -> Database.execute(
                                session,
                                "update document d set bytes = null, gone = coalesce(gone, 'ERASED'), standalone = false where "
                                        + TOUCHED,
                                dids,
                                paths)
                        .chain(() -> uncount(session, items)))
                .chain(() -> Database.execute(session, """
                        update tombstone t set erased_at = $3
                        from unnest($1::text[], $2::text[]) as u(did, path)
                        where t.did = u.did and t.path = u.path and t.effective_at is not null
                        """, dids, paths, now))
                .replaceWithVoid();
    }

    private static Uni<Void> uncount(Mutiny.StatelessSession session, List<Row> rows) {
        SortedMap<String, Map<Visibility, List<Item>>> removed = new TreeMap<>();
        for (Row row : rows) {
            removed.computeIfAbsent(row.getString("did"), absent -> new EnumMap<>(Visibility.class))
                    .computeIfAbsent(Visibility.valueOf(row.getString("class")), absent -> new ArrayList<>())
                    .add(new Item(row.getLong("second"), HibernateRows.hash(row, "hash")));
        }
        return new HibernateCounts(session).remove(new HibernateCounts.Items(removed));
    }

    static Uni<Boolean> purge(Mutiny.StatelessSession session, Did owner, Sha256 hash) {
        return Database.execute(session, """
                        update document set bytes = null, gone = 'PURGED'
                        where did = $1 and hash = $2 and bytes is not null
                        """, owner.toString(), hash.bytes()).map(rows -> rows > 0);
    }
}
