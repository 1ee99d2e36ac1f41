package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** A set of items in PostgreSQL, whose rows somebody else keeps, with its tree in {@code item_node}. */
public final class HibernateItems implements ItemSet {
    private final Database database;
    private final ItemSource source;
    private final String owner;
    private final String name;

    /** The set of the source with that owner and class. */
    public HibernateItems(Database database, ItemSource source, String owner, String name) {
        this.database = database;
        this.source = source;
        this.owner = owner;
        this.name = name;
    }

    /**
     * Brings the tree up to date with rows that were inserted or deleted in this transaction, which holds a lock that every other
     * writer of the set has to take.
     *
     * @param count how many items there are now
     */
    public static Uni<Void> changed(
            Mutiny.StatelessSession session,
            ItemSource source,
            String owner,
            String name,
            long count,
            Collection<Item> added,
            Collection<Item> removed) {
        return new ItemTree(new Rows(session, source, owner, name)).changed(count, added, removed);
    }

    @Override
    public Uni<List<Tally>> before(List<Bound> bounds) {
        return ask(tree -> tree.before(bounds));
    }

    @Override
    public Uni<List<Placed>> at(List<Long> places) {
        return ask(tree -> tree.at(places));
    }

    @Override
    public Uni<List<List<Item>>> in(List<Range> ranges, int limit) {
        return ask(tree -> tree.in(ranges, limit));
    }

    @Override
    public <T> Uni<T> unchanging(Supplier<Uni<T>> questions) {
        return database.inSnapshot(questions);
    }

    private <T> Uni<T> ask(Function<ItemTree, Uni<T>> question) {
        return database.inTransaction(session -> question.apply(new ItemTree(new Rows(session, source, owner, name))));
    }

    private record Rows(Mutiny.StatelessSession session, ItemSource source, String owner, String name)
            implements Shelf {
        @Override
        public Uni<Map<String, Node>> nodes(Collection<String> prefixes) {
            return Database.query(session, """
                            select prefix, children from item_node
                            where owner = $1 and class = $2 and prefix = any($3::text[])
                            """, owner, name, prefixes.toArray(String[]::new))
                    .map(rows -> {
                        Map<String, Node> nodes = HashMap.newHashMap(rows.size());
                        rows.forEach(row ->
                                nodes.put(row.getString("prefix"), Node.ofBytes(Database.bytes(row, "children"))));
                        return nodes;
                    });
        }

        @Override
        public Uni<List<List<Item>>> items(List<Range> ranges, int limit) {
            return Database.query(
                            session,
                            sql(),
                            owner,
                            name,
                            column(ranges, Long[]::new, range -> range.from().second()),
                            column(ranges, byte[][]::new, range -> range.from().prefix()),
                            column(ranges, Long[]::new, range -> range.to().second()),
                            column(ranges, byte[][]::new, range -> range.to().prefix()),
                            limit)
                    .map(rows -> {
                        List<List<Item>> lists = new ArrayList<>(ranges.size());
                        ranges.forEach(range -> lists.add(new ArrayList<>()));
                        rows.forEach(row -> lists.get(row.getLong("at").intValue() - 1)
                                .add(new Item(row.getLong("second"), Sha256.ofHash(Database.bytes(row, "hash")))));
                        return lists;
                    });
        }

        private String sql() {
            return """
                select r.at, i.second, i.hash
                from unnest($3::bigint[], $4::bytea[], $5::bigint[], $6::bytea[])
                    with ordinality as r(from_second, from_hash, to_second, to_hash, at)
                cross join lateral (
                    select %4$s as second, %5$s as hash from %1$s and %2$s = $1 and %3$s = $2
                        and (%4$s, %5$s) >= (r.from_second, r.from_hash) and (%4$s, %5$s) < (r.to_second, r.to_hash)
                    order by %4$s, %5$s limit $7) as i
                order by r.at, i.second, i.hash limit $7
                """.formatted(source.table(), source.owner(), source.classes(), source.second(), source.hash());
        }

        private static <T> T[] column(List<Range> ranges, IntFunction<T[]> array, Function<Range, T> value) {
            return ranges.stream().map(value).toArray(array);
        }

        @Override
        public Uni<Void> put(Map<String, Node> changed, Collection<String> gone) {
            return upsert(changed).chain(() -> delete(gone));
        }

        private Uni<Void> upsert(Map<String, Node> changed) {
            if (changed.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            List<Map.Entry<String, Node>> nodes = changed.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .toList();
            return Database.execute(
                            session,
                            """
                            insert into item_node (owner, class, prefix, children)
                            select $1, $2, * from unnest($3::text[], $4::bytea[])
                            on conflict (owner, class, prefix) do update set children = excluded.children
                            """,
                            owner,
                            name,
                            nodes.stream().map(Map.Entry::getKey).toArray(String[]::new),
                            nodes.stream()
                                    .map(node -> node.getValue().toBytes())
                                    .toArray(byte[][]::new))
                    .replaceWithVoid();
        }

        private Uni<Void> delete(Collection<String> gone) {
            return gone.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Database.execute(
                                    session,
                                    "delete from item_node where owner = $1 and class = $2 and prefix = any($3::text[])",
                                    owner,
                                    name,
                                    gone.toArray(String[]::new))
                            .replaceWithVoid();
        }
    }
}
