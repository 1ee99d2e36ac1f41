package social.godwit.store.replication;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.InTurn;
import social.godwit.store.document.Audits.ClassSummary;
import social.godwit.store.negentropy.HibernateItems;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.ItemSource;

/**
 * {@link CommonItems} in PostgreSQL, for all peers at once: what was touched ({@link social.godwit.store.negentropy.HibernateTouched}) is
 * worked out again, so neither accounts that nobody shares nor those that have not changed cost anything.
 */
final class HibernateCommonItems implements CommonItems {
    private static final ItemSource SOURCE =
            new ItemSource("common_item where true", "peer", "'COMMON'", "second", "hash");
    private static final String NAME = "COMMON";
    private static final int BATCH = 1_024;

    private final Database database;

    HibernateCommonItems(Database database) {
        this.database = database;
    }

    @Override
    public Uni<ItemSet> with(Did peer) {
        return refresh().map(done -> new HibernateItems(database, SOURCE, peer.toString(), NAME));
    }

    @Override
    public Uni<Map<Sha256, Shelf>> find(Did peer, Collection<Sha256> ids) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select hash, did, class from common_item where peer = $1 and hash = any($2::bytea[])",
                        peer.toString(),
                        ids.stream().map(Sha256::bytes).toArray(byte[][]::new)))
                .map(rows -> {
                    Map<Sha256, Shelf> shelves = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> shelves.put(hash(row), shelf(row)));
                    return shelves;
                });
    }

    private Uni<Boolean> refresh() {
        String[] after = {""};
        return Multi.createBy()
                .repeating()
                .uni(() -> database.inTransaction(session -> refreshSome(session, after[0]))
                        .invoke(touched -> after[0] = Arrays.stream(touched)
                                .max(Comparator.naturalOrder())
                                .orElse("")))
                .whilst(touched -> touched.length == BATCH)
                .collect()
                .last()
                .replaceWith(true);
    }

    /**
     * The accounts after that one that were touched, at most a batch, which are brought up to date. Those before are deleted rows
     * by now, which a database goes through again as long as it has not cleared them away.
     */
    private static Uni<String[]> refreshSome(Mutiny.StatelessSession session, String after) {
        return Database.query(session, """
                        delete from common_touched where did = any(array(
                            select did from common_touched where did > $2 order by did limit $1 for update skip locked))
                        returning did
                        """, BATCH, after).chain(rows -> {
            String[] touched = rows.stream().map(row -> row.getString("did")).toArray(String[]::new);
            return touched.length == 0
                    ? Uni.createFrom().item(touched)
                    : held(session, touched)
                            .chain(held -> noted(session, touched)
                                    .chain(noted -> change(session, Change.between(noted, held))))
                            .replaceWith(touched);
        });
    }

    private record Place(String peer, Shelf shelf) {}

    /** What the items should be. */
    private static Uni<Map<Place, Item>> held(Mutiny.StatelessSession session, String[] touched) {
        return Database.query(session, """
                        select r.peer, c.* from replica r join (
                            select did, class, documents, newest_second, sum from repository_class
                            where did = any($1) and documents > 0
                            union all
                            select did, 'RECORDS', records, newest_second, sum from gateway_record_set
                            where did = any($1) and records > 0) c on c.did = r.did
                        where r.did = any($1)
                        """, (Object) touched).map(rows -> {
            Map<Place, Item> held = HashMap.newHashMap(rows.size());
            for (Row row : rows) {
                Shelf shelf = shelf(row);
                held.put(
                        new Place(row.getString("peer"), shelf),
                        Sets.level1(
                                shelf,
                                new ClassSummary(
                                        row.getLong("documents"),
                                        row.getLong("newest_second"),
                                        Database.bytes(row, "sum"))));
            }
            return held;
        });
    }

    /** What they are so far. */
    private static Uni<Map<Place, Item>> noted(Mutiny.StatelessSession session, String[] touched) {
        return Database.query(
                        session, "select peer, did, class, second, hash from common_item where did = any($1)", (Object)
                                touched)
                .map(rows -> {
                    Map<Place, Item> noted = HashMap.newHashMap(rows.size());
                    rows.forEach(row -> noted.put(
                            new Place(row.getString("peer"), shelf(row)), new Item(row.getLong("second"), hash(row))));
                    return noted;
                });
    }

    /** Of one peer's items. */
    private static final class Change {
        final Map<Shelf, Item> added = new HashMap<>();
        final Map<Shelf, Item> removed = new HashMap<>();

        /** By peer, in the order in which their sets are locked. */
        static Map<String, Change> between(Map<Place, Item> before, Map<Place, Item> after) {
            Map<String, Change> changes = new TreeMap<>();
            before.forEach((place, item) -> {
                if (!item.equals(after.get(place))) {
                    of(place, changes).removed.put(place.shelf, item);
                }
            });
            after.forEach((place, item) -> {
                if (!item.equals(before.get(place))) {
                    of(place, changes).added.put(place.shelf, item);
                }
            });
            return changes;
        }

        private static Change of(Place place, Map<String, Change> changes) {
            return changes.computeIfAbsent(place.peer, absent -> new Change());
        }
    }

    private static Uni<Void> change(Mutiny.StatelessSession session, Map<String, Change> changes) {
        return InTurn.each(changes.entrySet(), entry -> change(session, entry.getKey(), entry.getValue()));
    }

    private static Uni<Void> change(Mutiny.StatelessSession session, String peer, Change change) {
        return Database.query(session, """
                        insert into common_set (peer, items) values ($1, $2)
                        on conflict (peer) do update set items = common_set.items + excluded.items
                        returning items
                        """, peer, change.added.size() - change.removed.size())
                .chain(rows -> delete(session, peer, change)
                        .chain(() -> insert(session, peer, change))
                        .chain(() -> HibernateItems.changed(
                                session,
                                SOURCE,
                                peer,
                                NAME,
                                rows.getFirst().getLong("items"),
                                change.added.values(),
                                change.removed.values())));
    }

    private static Uni<Void> delete(Mutiny.StatelessSession session, String peer, Change change) {
        List<Shelf> shelves = new ArrayList<>(change.removed.keySet());
        return shelves.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(session, """
                                delete from common_item where peer = $1
                                    and (did, class) in (select * from unnest($2::text[], $3::text[]))
                                """, peer, accounts(shelves), classes(shelves))
                        .replaceWithVoid();
    }

    private static Uni<Void> insert(Mutiny.StatelessSession session, String peer, Change change) {
        List<Shelf> shelves = new ArrayList<>(change.added.keySet());
        List<Item> items = new ArrayList<>(change.added.values());
        return shelves.isEmpty()
                ? Uni.createFrom().voidItem()
                : Database.execute(
                                session,
                                """
                                insert into common_item (peer, did, class, second, hash)
                                select $1, * from unnest($2::text[], $3::text[], $4::bigint[], $5::bytea[])
                                """,
                                peer,
                                accounts(shelves),
                                classes(shelves),
                                items.stream().map(Item::second).toArray(Long[]::new),
                                items.stream().map(item -> item.hash().bytes()).toArray(byte[][]::new))
                        .replaceWithVoid();
    }

    private static String[] accounts(List<Shelf> shelves) {
        return shelves.stream().map(shelf -> shelf.account().toString()).toArray(String[]::new);
    }

    private static String[] classes(List<Shelf> shelves) {
        return shelves.stream().map(shelf -> shelf.itemClass().name()).toArray(String[]::new);
    }

    private static Shelf shelf(Row row) {
        return new Shelf(Did.parse(row.getString("did")).orElseThrow(), ItemClass.valueOf(row.getString("class")));
    }

    private static Sha256 hash(Row row) {
        return Sha256.ofHash(Database.bytes(row, "hash"));
    }
}
