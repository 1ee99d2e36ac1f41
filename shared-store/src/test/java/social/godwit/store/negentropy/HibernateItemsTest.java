package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.store.Database;
import social.godwit.store.testing.TestDatabase;

class HibernateItemsTest implements ItemSetContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final ItemSource SOURCE = new ItemSource("test_item where true", "owner", "class", "second", "hash");
    private static final AtomicInteger SETS = new AtomicInteger();

    @BeforeAll
    static void table() {
        DB.execute("create table test_item (owner text, class text, second bigint, hash bytea,"
                + " primary key (owner, class, second, hash))");
    }

    @Override
    public ItemSet setOf(List<Item> items) {
        String owner = "set" + SETS.incrementAndGet();
        int half = items.size() / 2;
        change(owner, 0, items.subList(0, half), true);
        change(owner, half, items.subList(half, items.size()), true);
        change(owner, items.size(), items.subList(half / 2, half), false);
        change(owner, items.size() - (half - half / 2), items.subList(half / 2, half), true);
        return new HibernateItems(DB.database(), SOURCE, owner, "X");
    }

    private static void change(String owner, long before, List<Item> items, boolean added) {
        String sql = added
                ? "insert into test_item select $1, 'X', * from unnest($2::bigint[], $3::bytea[])"
                : "delete from test_item where owner = $1 and class = 'X' and (second, hash) in"
                        + " (select * from unnest($2::bigint[], $3::bytea[]))";
        Conversation.await(DB.database()
                .inTransaction(session -> Database.execute(
                                session,
                                sql,
                                owner,
                                items.stream().map(Item::second).toArray(Long[]::new),
                                items.stream().map(item -> item.hash().bytes()).toArray(byte[][]::new))
                        .chain(() -> HibernateItems.changed(
                                session,
                                SOURCE,
                                owner,
                                "X",
                                before + (added ? items.size() : -items.size()),
                                added ? items : List.of(),
                                added ? List.of() : items))));
    }

    @ParameterizedTest
    @MethodSource("social.godwit.store.negentropy.ReferenceConversationsTest#scenarios")
    @DisplayName("the reference implementation's conversations replay byte for byte")
    void replay(ReferenceConversationsTest.Scenario scenario) {
        ReferenceConversationsTest.replay(scenario, this::setOf);
    }

    @Test
    @DisplayName("what is read grows with the logarithm of the set, also when all items share a second")
    void readsFew() {
        List<Item> items = Items.random(new Random(8), 20_000, 1);
        ItemSet set = setOf(items);
        List<Item> sorted = items.stream().sorted().toList();
        Bound middle = Bound.of(sorted.get(10_000));
        assertThat(read(() -> set.before(List.of(middle)))).isBetween(16L, 100L);
        assertThat(read(() -> set.at(List.of(10_000L)))).isBetween(16L, 100L);
        Bound next = Bound.of(sorted.get(10_020));
        assertThat(read(() -> set.in(List.of(new ItemSet.Range(middle, next)), 1_000)))
                .isEqualTo(20L);
    }

    /** Entries of indexes, and rows without an index, that the database read. */
    private static long read(java.util.function.Supplier<Uni<?>> question) {
        return Conversation.await(DB.database()
                .inTransaction(session -> fetched(session)
                        .chain(before ->
                                question.get().chain(() -> fetched(session)).map(after -> after - before))));
    }

    private static Uni<Long> fetched(Mutiny.StatelessSession session) {
        return Database.query(session, """
                        select sum(pg_stat_get_xact_tuples_returned(oid))::bigint as n from pg_class
                        where relname in ('test_item', 'test_item_pkey', 'item_node', 'item_node_pkey')
                        """).map(rows -> rows.getFirst().getLong("n"));
    }
}
