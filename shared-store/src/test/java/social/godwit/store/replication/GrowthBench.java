package social.godwit.store.replication;

import static social.godwit.store.replication.BenchInstance.RANDOM;
import static social.godwit.store.replication.BenchInstance.await;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Database;
import social.godwit.store.document.Watcher;
import social.godwit.store.replication.ReplicationBench.Cpu;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestDatabase;

/**
 * One changed account among many that two instances share: what a push of its document costs, and a session that finds a
 * document that was not pushed. The other accounts are written into the tables, with a document each.
 */
final class GrowthBench {
    private static final int TIMES = 30;
    private static final int PART = 5_000;

    private final TestDatabase hereDatabase = TestDatabase.create();
    private final TestDatabase thereDatabase = TestDatabase.create();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final BenchInstance there = instance("there.example", thereDatabase, ReplicationBench.NOWHERE);
    private final BenchInstance here = instance("here.example", hereDatabase, this::send);
    private final TestAccount account = new TestAccount(77);
    private final Pushing pushing = here.pushing();
    private final Reconciling reconciling = here.reconciling();
    private final Map<String, Double> firsts = new HashMap<>();
    private int notes;

    private static BenchInstance instance(String host, TestDatabase database, PeerTransport transport) {
        return new BenchInstance(host, Optional.of(database), Verifier.DIRECT, transport, Watcher.NONE, none -> {});
    }

    private Uni<PeerAnswer> send(Peer peer, PeerRequest request) {
        return there.replication.handle(here.peer.key(), request).map(answer -> {
            requests.incrementAndGet();
            bytes.addAndGet(request.body().length + answer.body().length);
            return answer;
        });
    }

    /** Prints a row per size and kind of work. */
    void run(int most) {
        here.share(account.did(), there.peer);
        there.share(account.did(), here.peer);
        System.out.println(
                "| other accounts | what | median ms | CPU ms, Java | CPU ms, PostgreSQL | transactions | pages"
                        + " | requests | bytes |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        int others = 0;
        for (int size = 1_000; size <= most; size *= 10) {
            add(size - others);
            level1(size - others, size);
            // Rows that were deleted are gone through again and again until they are cleared away.
            vacuum(hereDatabase);
            vacuum(thereDatabase);
            others = size;
            // Code is to be compiled when it is measured.
            for (int i = 0; i < (size == 1_000 ? 100 : 20); i++) {
                push();
                session();
            }
            measure(size, "push", this::push);
            measure(size, "session", this::session);
        }
    }

    /** The first look at level 1 brings it up to date, on both sides; the second is what a session pays when nothing differs. */
    private void level1(int touched, int size) {
        for (boolean first : new boolean[] {true, false}) {
            long bytesBefore = bytes.get();
            Cpu before = Cpu.now(Optional.of(hereDatabase));
            long start = System.nanoTime();
            var session = new Session(there.peer, here.asking(), new Budget(BenchInstance.CLOCK));
            var sets = new Sets(here.with.audits(), here.with.records(), here.replicas);
            boolean likelyEqual = !first;
            int differing = await(sets.common()
                            .with(there.peer.key())
                            .chain(set -> Level1.differing(session, sets.common(), set, likelyEqual)))
                    .size();
            Cpu spent = Cpu.now(Optional.of(hereDatabase)).minus(before);
            System.out.printf(
                    "| %d | %s, %d differ | %.0f | %.0f | %.0f | | | | %d |%n",
                    size,
                    first ? "level 1 with " + touched + " new accounts" : "level 1 again",
                    differing,
                    (System.nanoTime() - start) / 1e6,
                    spent.java() * 1e3,
                    spent.postgres() * 1e3,
                    bytes.get() - bytesBefore);
            if (!first) {
                ReplicationBench.SUMMARY.add(String.format(
                        "| level 1 of %d accounts where nothing differs | %d bytes, %.0f ms | 300 bytes |",
                        size, bytes.get() - bytesBefore, (System.nanoTime() - start) / 1e6));
            }
        }
    }

    private void measure(int size, String what, Supplier<Long> work) {
        Relations relations = Relations.of(hereDatabase, thereDatabase);
        Statistics pages = Statistics.of(hereDatabase, thereDatabase);
        Cpu before = Cpu.now(Optional.of(hereDatabase));
        long requestsBefore = requests.get();
        long bytesBefore = bytes.get();
        long[] nanos = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            nanos[i] = work.get();
        }
        Cpu spent = Cpu.now(Optional.of(hereDatabase)).minus(before);
        Statistics after = Statistics.of(hereDatabase, thereDatabase);
        Arrays.sort(nanos);
        System.out.printf(
                "| %d | %s | %.1f | %.1f | %.1f | %.1f | %.0f | %.1f | %.0f |%n",
                size,
                what,
                nanos[TIMES / 2] / 1e6,
                spent.java() * 1e3 / TIMES,
                spent.postgres() * 1e3 / TIMES,
                (after.transactions - pages.transactions) / (double) TIMES,
                (after.pages - pages.pages) / (double) TIMES,
                (requests.get() - requestsBefore) / (double) TIMES,
                (bytes.get() - bytesBefore) / (double) TIMES);
        String name = what + ", processor ms, transactions, pages";
        double cpu = (spent.java() + spent.postgres()) * 1e3 / TIMES;
        long read = (after.pages - pages.pages) / TIMES;
        firsts.putIfAbsent(what, cpu);
        ReplicationBench.SUMMARY.add(String.format(
                "| %s, with %d other accounts | %.0f, %.0f, %d (time %.1f times the first) | the same |",
                name,
                size,
                cpu,
                (after.transactions - pages.transactions) / (double) TIMES,
                read,
                cpu / firsts.getOrDefault(what, cpu)));
        System.out.println(
                "| | pages: " + Relations.of(hereDatabase, thereDatabase).since(relations) + " | | | | | | | |");
    }

    /** A new document, pushed; how long it took from its being stored here. */
    private long push() {
        PortableDocument note = store();
        long start = System.nanoTime();
        await(pushing.to(there.peer));
        return taken(note, start);
    }

    /** A new document that a session finds: it is taken for pushed. */
    private long session() {
        PortableDocument note = store();
        hereDatabase.execute("update replica set taken_documents = newest_documents where did = $1", name());
        long start = System.nanoTime();
        Session.Ending ending = await(reconciling.with(there.peer));
        if (ending != Session.Ending.EVEN) {
            throw new IllegalStateException("the session ended " + ending);
        }
        return taken(note, start);
    }

    private String name() {
        return account.did().toString();
    }

    private PortableDocument store() {
        PortableDocument note = ReplicationBench.note(account, notes++);
        await(here.repositories.admit(List.of(note)));
        return note;
    }

    private long taken(PortableDocument note, long start) {
        long nanos = System.nanoTime() - start;
        if (await(there.repositories.held(account.did(), List.of(note.hash()))).isEmpty()) {
            throw new IllegalStateException("the peer does not have it");
        }
        return nanos;
    }

    private void add(int count) {
        for (int done = 0; done < count; done += PART) {
            List<String> accounts = new ArrayList<>();
            List<byte[]> hashes = new ArrayList<>();
            for (int i = 0; i < Math.min(PART, count - done); i++) {
                String did = SigningKey.generate(RANDOM).did().toString();
                accounts.add(did);
                hashes.add(Sha256.of(did.getBytes(StandardCharsets.UTF_8)).bytes());
            }
            String[] dids = accounts.toArray(String[]::new);
            byte[][] all = hashes.toArray(byte[][]::new);
            add(hereDatabase, there.peer, dids, all);
            add(thereDatabase, here.peer, dids, all);
        }
        vacuum(hereDatabase);
        vacuum(thereDatabase);
    }

    /** At once, so that it does not happen while something is measured. */
    private static void vacuum(TestDatabase database) {
        try (var connection = DriverManager.getConnection(database.url(), "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(TestDatabase database, Peer peer, String[] dids, byte[][] hashes) {
        database.execute("""
                        insert into repository (did, kind, last_number, opened_at)
                        select did, 'ACCOUNT', 1, now() from unnest($1::text[]) as t (did)
                        """, (Object) dids);
        database.execute("""
                        insert into document (did, hash, number, path, type, kind, class, rank, proof_second, proof_nano,
                            standalone, size, bytes, received_at, listed, deleted)
                        select did, hash, 1, '/objects/1', 'Note', 'OBJECT', 'PUBLIC', hash,
                            1790000000 - abs(hashtext(did)) % 30000000, 0, true, 500,
                            decode(repeat('7b', 500), 'hex'), now(), true, false
                        from unnest($1::text[], $2::bytea[]) as t (did, hash)
                        """, dids, hashes);
        database.execute("""
                        insert into repository_class (did, class, documents, newest_second, sum)
                        select did, 'PUBLIC', 1, 1790000000 - abs(hashtext(did)) % 30000000, hash from unnest($1::text[], $2::bytea[]) as t (did, hash)
                        """, dids, hashes);
        database.execute("""
                        insert into replica (did, peer, origin, newest_documents, newest_records, taken_documents,
                            taken_records, turn_at)
                        select did, $2, $3, 1, 0, 1, 0, now() from unnest($1::text[]) as t (did)
                        """, dids, peer.key().toString(), peer.origin().toString());
        database.execute(
                "insert into common_touched (did) select did from unnest($1::text[]) as t (did)", (Object) dids);
    }

    /** Pages of each table and index. */
    private record Relations(Map<String, Long> pages) {
        static Relations of(TestDatabase... databases) {
            Map<String, Long> pages = new TreeMap<>();
            for (TestDatabase database : databases) {
                database.await(database.database().inTransaction(session -> Database.query(session, """
                                select relname as name, heap_blks_hit + heap_blks_read as n from pg_statio_user_tables
                                union all
                                select indexrelname, idx_blks_hit + idx_blks_read from pg_statio_user_indexes
                                """)))
                        .forEach(row -> pages.merge(row.getString("name"), row.getLong("n"), Long::sum));
            }
            return new Relations(pages);
        }

        /** The ten that were read most, of one time. */
        String since(Relations before) {
            return pages.entrySet().stream()
                    .map(entry -> Map.entry(
                            entry.getKey(), (entry.getValue() - before.pages.getOrDefault(entry.getKey(), 0L)) / TIMES))
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(10)
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", "));
        }
    }

    /** What the server has counted, of both databases; it is told by its processes within a second of their being idle. */
    private record Statistics(long transactions, long pages) {
        static Statistics of(TestDatabase... databases) {
            long transactions = 0;
            long pages = 0;
            for (TestDatabase database : databases) {
                database.await(database.database()
                        .inTransaction(session -> Database.query(session, "select pg_sleep(2)::text as slept")));
                Row row = database.await(database.database().inTransaction(session -> Database.query(session, """
                                select xact_commit as n, blks_hit + blks_read as pages from pg_stat_database
                                where datname = current_database()
                                """)))
                        .getFirst();
                transactions += row.getLong("n");
                pages += row.getLong("pages");
            }
            return new Statistics(transactions, pages);
        }
    }
}
