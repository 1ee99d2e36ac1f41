package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;
import social.godwit.store.negentropy.HibernateItems;
import social.godwit.store.negentropy.HibernateTouched;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.Tally;

/**
 * What repositories hold per class, for reconciliation: number, newest second and sum of hashes, and the sums over parts of
 * large sets, under the repositories' locks.
 */
final class HibernateCounts {
    private final Mutiny.StatelessSession session;

    HibernateCounts(Mutiny.StatelessSession session) {
        this.session = session;
    }

    /** A class of an owner, who is a DID. */
    private record Place(String did, Visibility visibility) {
        static Place of(Row row) {
            return new Place(row.getString("did"), Visibility.valueOf(row.getString("class")));
        }
    }

    /** Items of owners by class; the owners are DIDs. */
    record Items(SortedMap<String, Map<Visibility, List<Item>>> byOwner) {
        static final Items NONE = new Items(new TreeMap<>());

        private List<Item> of(Place place) {
            return byOwner.getOrDefault(place.did, Map.of()).getOrDefault(place.visibility, List.of());
        }
    }

    /** Brings them up to date with items whose rows are there already. */
    Uni<Void> add(Items added) {
        return change(added, Items.NONE);
    }

    /** Brings them up to date with items whose rows are no items any more. */
    Uni<Void> remove(Items removed) {
        return change(Items.NONE, removed);
    }

    private Uni<Void> change(Items added, Items removed) {
        List<Place> places = Stream.of(added, removed)
                .flatMap(items -> items.byOwner.entrySet().stream())
                .flatMap(entry -> entry.getValue().entrySet().stream()
                        .filter(some -> !some.getValue().isEmpty())
                        .map(some -> new Place(entry.getKey(), some.getKey())))
                .toList();
        if (places.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] dids = places.stream().map(Place::did).distinct().toArray(String[]::new);
        return Database.query(session, """
                        select did, class, documents, newest_second, sum from repository_class where did = any($1)
                        """, (Object) dids)
                .chain(rows -> newest(removed).chain(newest -> write(places, rows, newest, added, removed)))
                .chain(() -> HibernateTouched.note(session, dids));
    }

    /** The newest second that is left, of the classes from which something was taken away. */
    private Uni<Map<Place, Long>> newest(Items removed) {
        List<Place> places = removed.byOwner.entrySet().stream()
                .flatMap(entry -> entry.getValue().keySet().stream().map(some -> new Place(entry.getKey(), some)))
                .toList();
        if (places.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return Database.query(
                        session,
                        """
                        select c.did, c.class, coalesce((select greatest(d.proof_second, 0) from document d
                            where d.did = c.did and d.class = c.class and d.standalone
                            order by greatest(d.proof_second, 0) desc, d.hash desc limit 1), 0) as second
                        from unnest($1::text[], $2::text[]) as c(did, class)
                        """,
                        places.stream().map(Place::did).toArray(String[]::new),
                        places.stream().map(place -> place.visibility.name()).toArray(String[]::new))
                .map(rows -> rows.stream().collect(Collectors.toMap(Place::of, row -> row.getLong("second"))));
    }

    private Uni<Void> write(List<Place> places, List<Row> rows, Map<Place, Long> newest, Items added, Items removed) {
        Map<Place, Row> before = new HashMap<>();
        rows.forEach(row -> before.put(Place.of(row), row));
        List<Tally> totals = new ArrayList<>();
        List<Long> seconds = new ArrayList<>();
        for (Place place : places) {
            List<Item> more = added.of(place);
            Row row = before.get(place);
            Tally sum = row == null ? Tally.NONE : Tally.of(row.getLong("documents"), Database.bytes(row, "sum"));
            totals.add(sum.plus(Tally.of(more)).minus(Tally.of(removed.of(place))));
            long left = row == null ? 0 : newest.getOrDefault(place, row.getLong("newest_second"));
            seconds.add(more.stream().mapToLong(Item::second).reduce(left, Math::max));
        }
        return Database.execute(
                        session,
                        """
                        insert into repository_class (did, class, documents, newest_second, sum)
                        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bytea[])
                        on conflict (did, class) do update set documents = excluded.documents,
                            newest_second = excluded.newest_second, sum = excluded.sum
                        """,
                        places.stream().map(Place::did).toArray(String[]::new),
                        places.stream().map(place -> place.visibility.name()).toArray(String[]::new),
                        totals.stream().map(Tally::count).toArray(Long[]::new),
                        seconds.toArray(Long[]::new),
                        totals.stream().map(Tally::sum).toArray(byte[][]::new))
                .chain(() -> trees(places, totals, added, removed));
    }

    private Uni<Void> trees(List<Place> places, List<Tally> totals, Items added, Items removed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            long count = totals.get(i).count();
            done = done.chain(() -> HibernateItems.changed(
                    session,
                    HibernateAudits.ITEMS,
                    place.did,
                    place.visibility.name(),
                    count,
                    added.of(place),
                    removed.of(place)));
        }
        return done;
    }
}
