package social.godwit.store.bench;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * figures are in docs/performance.md. Arguments: the largest number of items; then, to have a
 * part only, {@code sets}, {@code memory} or {@code database}.
 */
public final class ReconciliationBench {
    private static final long FIRST = 1_640_000_000;
    private static final long FIVE_YEARS = 158_000_000;
    private static final List<String> PARTS = List.of("sets", "memory", "database");
    private static final int FRAME = 60_000;
    private static final ItemSource ROWS = new ItemSource("bench_item where true", "owner", "class", "second", "hash");

    private ReconciliationBench() {}

    /** Prints tables. */
    public static void main(String... arguments) {
        int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        List<String> parts = arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : PARTS;
        if (parts.contains("sets")) {
            sets(most);
        }
        if (parts.contains("memory")) {
            memory(most);
        }
        if (parts.contains("database")) {
            database(most);
        }
        System.exit(0);
    }

    private static void sets(int most) {
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
            System.out.println("in PostgreSQL, milliseconds of CPU:");
            cost(db, count + " items, 10,000 at a time", () -> change(db, "spread", items, 10_000, true));
            Random random = new Random(2);
            List<Item> newest = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                newest.add(item(random, FIRST + FIVE_YEARS + i));
            }
            cost(db, "10,000 newer ones, 100 at a time", () -> change(db, "spread", newest, 100, true));
            cost(db, "the same without a tree", () -> change(db, "rows", newest, 100, false));
            List<Item> all = new ArrayList<>(items);
            all.addAll(newest);
            ItemSet kept = new HibernateItems(db.database(), ROWS, "spread", "X");
            for (int differences : new int[] {0, 1_000, 10_000}) {
                for (boolean recent : new boolean[] {true, false}) {
                    ItemSet asking = SealedItems.of(without(all, differences, recent));
                    for (int frame : new int[] {0, FRAME}) {
                        String what = String.format(
                                Locale.ROOT,
                                "%,d differences, %s, frame %d",
                                differences,
                                recent ? "newest" : "scattered",
                                frame);
                        cost(db, what, () -> run(asking, kept, frame));
                    }
                }
            }
            List<Item> burst = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                burst.add(item(random, FIRST));
            }
            change(db, "burst", burst, 10_000, true);
            ItemSet second = new HibernateItems(db.database(), ROWS, "burst", "X");
            ItemSet asking = SealedItems.of(burst.subList(0, 99_900));
            cost(db, "100,000 in one second, 100 scattered, frame 60000", () -> run(asking, second, FRAME));
        }
    }

    /** Prints what work costs on both sides of the connection. */
    private static void cost(TestDatabase db, String what, Runnable work) {
        long here = processCpu();
        long there = databaseCpu(db);
        work.run();
        System.out.printf(
                Locale.ROOT,
                "%s: Java %,d, PostgreSQL %,d%n",
                what,
                (processCpu() - here) / 1_000_000,
                databaseCpu(db) - there);
    }

    private static long processCpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Milliseconds of all connections that there are; they are made at first and kept. */
    private static long databaseCpu(TestDatabase db) {
        long total = 0;
        for (var row : await(db.database()
                .inTransaction(session -> Database.query(
                        session, "select pid from pg_stat_activity where backend_type = 'client backend'")))) {
            try {
                String stat = Files.readString(Path.of("/proc/" + row.getInteger("pid") + "/stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                total += 10 * (Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return total;
    }

    private static void change(TestDatabase db, String owner, List<Item> items, int batch, boolean tree) {
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
                                    session,
                                    ROWS,
                                    owner,
                                    "X",
                                    Integer.MAX_VALUE,
                                    tree ? some : List.of(),
                                    List.of()))));
        }
    }

    private static void report(String what, long start) {
        System.out.printf("%s: %,d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
