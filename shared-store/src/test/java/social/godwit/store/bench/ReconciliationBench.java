package social.godwit.store.bench;

import io.smallrye.mutiny.Uni;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.negentropy.HibernateItems;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.ItemSource;
import social.godwit.store.negentropy.MemoryItems;
import social.godwit.store.negentropy.Negentropy;
import social.godwit.store.negentropy.SealedItems;
import social.godwit.store.negentropy.Step;
import social.godwit.store.testing.TestDatabase;

/**
 * What it costs to find the differences of two sets: bytes, rounds, time and memory, in memory and in PostgreSQL. The side
 * that asks lacks items of the other, the newest ones or ones scattered over all of five years. See bench/reconciliation.sh;
 * figures are in docs/performance.md. Arguments: the largest number of items.
 */
public final class ReconciliationBench {
    private static final long FIRST = 1_640_000_000;
    private static final long FIVE_YEARS = 158_000_000;
    private static final int FRAME = 60_000;
    private static final ItemSource ROWS = new ItemSource("bench_item where true", "owner", "class", "second", "hash");

    private ReconciliationBench() {}

    /** Prints tables. */
    public static void main(String... arguments) {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        System.out.println(
                "| items | differences | placed | frame | rounds | sent | received | bytes per difference | ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int count = 1_000; count <= most; count *= 10) {
            List<Item> items = items(new Random(1), count);
            for (int differences : new int[] {0, 1, 10, 100, 1_000, 10_000}) {
                if (differences < count) {
                    compare(items, differences, true, 0);
                    compare(items, differences, false, 0);
                    compare(items, differences, false, FRAME);
                }
            }
        }
        memory(most);
        database(most);
        System.exit(0);
    }

    private static List<Item> items(Random random, int count) {
        List<Item> items = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            items.add(item(random, FIRST + random.nextLong(FIVE_YEARS)));
        }
        Collections.sort(items);
        return items;
    }

    private static Item item(Random random, long second) {
        byte[] hash = new byte[Sha256.LENGTH];
        random.nextBytes(hash);
        return new Item(second, Sha256.ofHash(hash));
    }

    private static List<Item> without(List<Item> items, int differences, boolean recent) {
        if (recent) {
            return items.subList(0, items.size() - differences);
        }
        List<Item> rest = new ArrayList<>(items);
        if (differences > 0) {
            int stride = items.size() / differences;
            for (int i = differences - 1; i >= 0; i--) {
                rest.set(i * stride + stride / 2, items.getFirst());
            }
        }
        return rest;
    }

    private static void compare(List<Item> items, int differences, boolean recent, int frame) {
        ItemSet asking = SealedItems.of(without(items, differences, recent));
        ItemSet answering = SealedItems.of(items);
        run(asking, answering, frame);
        Cost cost = run(asking, answering, frame);
        System.out.printf(
                Locale.ROOT,
                "| %,d | %,d | %s | %s | %d | %,d | %,d | %s | %,.1f |%n",
                items.size(),
                differences,
                recent ? "newest" : "scattered",
                frame == 0 ? "none" : "60 kB",
                cost.rounds,
                cost.sent,
                cost.received,
                differences == 0
                        ? "–"
                        : String.format(Locale.ROOT, "%,.0f", (cost.sent + cost.received) / (double) differences),
                cost.nanos / 1e6);
    }

    private static final class Cost {
        private int rounds;
        private long sent;
        private long received;
        private int needed;
        private long nanos;
    }

    private static Cost run(ItemSet asking, ItemSet answering, int frame) {
        Cost cost = new Cost();
        long start = System.nanoTime();
        Step step = await(Negentropy.initiate(asking, frame));
        while (step instanceof Step.Next next) {
            cost.needed += next.need().size();
            cost.rounds++;
            cost.sent += next.message().length;
            byte[] answer = ((Step.Next) await(Negentropy.respond(answering, next.message(), frame))).message();
            cost.received += answer.length;
            step = await(Negentropy.reconcile(asking, answer, frame));
        }
        cost.needed += ((Step.Done) step).need().size();
        cost.nanos = System.nanoTime() - start;
        return cost;
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofMinutes(10));
    }

    private static void memory(int count) {
        List<Item> items = items(new Random(1), count);
        long before = used();
        long start = System.nanoTime();
        SealedItems sealed = SealedItems.of(items);
        report("sealed set of " + count + " made", start);
        System.out.printf("sealed set: %,d kB%n", (used() - before) / 1_000);
        MemoryItems tree = new MemoryItems();
        before = used();
        start = System.nanoTime();
        for (int from = 0; from < count; from += 100) {
            tree.add(items.subList(from, from + 100));
        }
        report("tree in memory of " + count + " made, 100 at a time", start);
        System.out.printf("tree in memory, its items not counted: %,d kB%n", (used() - before) / 1_000);
        run(tree, sealed, 0);
        start = System.nanoTime();
        run(tree, sealed, 0);
        report("identical, a tree asks", start);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void database(int count) {
        try (var db = TestDatabase.create()) {
            db.execute("create table bench_item (owner text, class text, second bigint, hash bytea,"
                    + " primary key (owner, class, second, hash))");
            List<Item> items = items(new Random(1), count);
            System.out.println("in PostgreSQL:");
            long start = System.nanoTime();
            change(db, "spread", items, 10_000);
            report("tree of " + count + " made, 10,000 at a time", start);
            Random random = new Random(2);
            List<Item> newest = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                newest.add(item(random, FIRST + FIVE_YEARS + i));
            }
            start = System.nanoTime();
            change(db, "spread", newest, 100);
            report("20 batches of 100 newest", start);
            List<Item> all = new ArrayList<>(items);
            all.addAll(newest);
            ItemSet kept = new HibernateItems(db.database(), ROWS, "spread", "X");
            for (int differences : new int[] {0, 1_000, 10_000}) {
                for (boolean recent : new boolean[] {true, false}) {
                    ItemSet asking = SealedItems.of(without(all, differences, recent));
                    for (int frame : new int[] {0, FRAME}) {
                        Cost cost = run(asking, kept, frame);
                        System.out.printf(
                                Locale.ROOT,
                                "%,d differences %s, frame %d: %d rounds, %,.0f ms, found %,d%n",
                                differences,
                                recent ? "newest" : "scattered",
                                frame,
                                cost.rounds,
                                cost.nanos / 1e6,
                                cost.needed);
                    }
                }
            }
            List<Item> burst = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                burst.add(item(random, FIRST));
            }
            change(db, "burst", burst, 10_000);
            ItemSet second = new HibernateItems(db.database(), ROWS, "burst", "X");
            ItemSet asking = SealedItems.of(burst.subList(0, 99_900));
            run(asking, second, FRAME);
            Cost cost = run(asking, second, FRAME);
            System.out.printf(
                    "100,000 in one second, 100 scattered: %d rounds, %,.0f ms%n", cost.rounds, cost.nanos / 1e6);
        }
    }

    private static void change(TestDatabase db, String owner, List<Item> items, int batch) {
        for (int from = 0; from < items.size(); from += batch) {
            List<Item> some = items.subList(from, Math.min(items.size(), from + batch));
            await(db.database()
                    .inTransaction(session -> Database.execute(
                                    session,
                                    "insert into bench_item select $1, 'X', * from unnest($2::bigint[], $3::bytea[])",
                                    owner,
                                    some.stream().map(Item::second).toArray(Long[]::new),
                                    some.stream()
                                            .map(item -> item.hash().bytes())
                                            .toArray(byte[][]::new))
                            .chain(() -> HibernateItems.changed(
                                    session, ROWS, owner, "X", Integer.MAX_VALUE, some, List.of()))));
        }
    }

    private static void report(String what, long start) {
        System.out.printf("%s: %,d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
