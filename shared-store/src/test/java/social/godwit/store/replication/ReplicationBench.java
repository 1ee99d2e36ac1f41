package social.godwit.store.replication;

import static social.godwit.store.replication.BenchInstance.await;

import com.sun.management.OperatingSystemMXBean;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.key.NativeCrypto;
import social.godwit.store.Database;
import social.godwit.store.document.Watcher;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestDatabase;

/**
 * What replication costs, see bench/replication.sh; figures are in docs/performance.md. Arguments: the parts to be measured,
 * all by default.
 */
public final class ReplicationBench {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final int ACCOUNTS = 200;
    private static final int DOCUMENTS = 12_800;
    private static final int ROUNDS = 3;

    /** What is printed in the end: one row for each goal. */
    static final List<String> SUMMARY = new ArrayList<>();

    static final PeerTransport NOWHERE =
            (peer, request) -> Uni.createFrom().item(new PeerAnswer.Unreachable("not there"));

    private ReplicationBench() {}

    /** Prints tables. */
    public static void main(String... arguments) {
        List<String> parts = arguments.length > 0 ? List.of(arguments) : List.of("ingest", "growth", "latency");
        System.out.printf(
                "%s %s, %s, load %.1f%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                NativeCrypto.load().map(Object::toString).orElse("without the native provider"),
                SYSTEM.getSystemLoadAverage());
        if (parts.contains("ingest")) {
            ingest();
        }
        if (parts.contains("growth")) {
            new GrowthBench().run(100_000);
        }
        if (parts.contains("million")) {
            new GrowthBench().run(1_000_000);
        }
        if (parts.contains("latency")) {
            LatencyBench.run();
        }
        System.out.printf(
                "%n| what | measured | goal |%n|---|---|---|%n%s%n(load %.1f)%n",
                String.join(System.lineSeparator(), SUMMARY), SYSTEM.getSystemLoadAverage());
        System.exit(0);
    }

    /** Requests of 256 documents, 32 accounts with 8 each, taken one after the other. */
    private static void ingest() {
        System.out.println(
                "| store | round | documents | bytes each | CPU µs, Java | CPU µs, PostgreSQL | per second of CPU"
                        + " | per second of CPU of Java | load |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int round = 1; round <= ROUNDS; round++) {
            ingest(round, Optional.empty());
        }
        for (int round = 1; round <= ROUNDS; round++) {
            try (var db = TestDatabase.create()) {
                ingest(round, Optional.of(db));
            }
        }
    }

    private static void ingest(int round, Optional<TestDatabase> db) {
        var other = new BenchInstance(
                "other.example", Optional.empty(), Verifier.DIRECT, NOWHERE, Watcher.NONE, none -> {});
        var here = new BenchInstance("here.example", db, Verifier.DIRECT, NOWHERE, Watcher.NONE, none -> {});
        List<TestAccount> accounts = accounts(round);
        accounts.forEach(account -> here.share(account.did(), other.peer));
        long bytes = 0;
        List<PeerRequest> requests = new ArrayList<>();
        for (int from = 0; from < DOCUMENTS; from += Pushing.MAX_RECORDS) {
            List<Frame> frames = new ArrayList<>();
            for (int i = from; i < from + Pushing.MAX_RECORDS; i++) {
                TestAccount author = accounts.get(i / 8 % accounts.size());
                byte[] document = note(author, i).bytes();
                bytes += document.length;
                frames.add(new Frame.Document(document));
            }
            requests.add(PeerRequest.post("records", PeerRequest.FRAMES, Frame.write(frames)));
        }
        System.gc();
        Cpu before = Cpu.now(db);
        for (PeerRequest request : requests) {
            PeerAnswer.Answered answer = await(here.replication.handle(other.peer.key(), request));
            String text = new String(answer.body(), StandardCharsets.UTF_8);
            if (answer.status() != 200 || text.split("\"stored\"", -1).length != Pushing.MAX_RECORDS + 1) {
                throw new IllegalStateException("not everything was stored: " + answer);
            }
        }
        Cpu spent = Cpu.now(db).minus(before);
        System.out.printf(
                "| %s | %d | %d | %d | %.0f | %.0f | %.0f | %.0f | %.1f |%n",
                db.isPresent() ? "PostgreSQL" : "memory",
                round,
                DOCUMENTS,
                bytes / DOCUMENTS,
                spent.java * 1e6 / DOCUMENTS,
                spent.postgres * 1e6 / DOCUMENTS,
                DOCUMENTS / (spent.java + spent.postgres),
                DOCUMENTS / spent.java,
                SYSTEM.getSystemLoadAverage());
        if (round == ROUNDS) {
            SUMMARY.add(String.format(
                    "| documents taken from a peer, per second of processor time, %s | %.0f | 5,000 |",
                    db.isPresent() ? "PostgreSQL and its share" : "in memory",
                    DOCUMENTS / (spent.java + spent.postgres)));
        }
    }

    static List<TestAccount> accounts(long seed) {
        return Stream.iterate(1_000_000 * seed, one -> one + 1)
                .limit(ACCOUNTS)
                .map(TestAccount::new)
                .toList();
    }

    static PortableDocument note(TestAccount author, int number) {
        return author.note("/objects/" + number, "A post of usual length, as people write them. ".repeat(10) + number);
    }

    /** Seconds of processor time: of this process with all its threads, and of the server and its processes. */
    record Cpu(double java, double postgres) {
        static Cpu now(Optional<TestDatabase> db) {
            return new Cpu(
                    SYSTEM.getProcessCpuTime() / 1e9, db.map(Cpu::postgres).orElse(0.0));
        }

        Cpu minus(Cpu before) {
            return new Cpu(java - before.java, postgres - before.postgres);
        }

        private static double postgres(TestDatabase db) {
            String folder = db.await(
                            db.database().inTransaction(session -> Database.query(session, "show data_directory")))
                    .getFirst()
                    .getString(0);
            try {
                long server = Long.parseLong(
                        Files.readAllLines(Path.of(folder, "postmaster.pid")).getFirst());
                long ticks = ticks(server, 4);
                for (ProcessHandle child :
                        ProcessHandle.of(server).orElseThrow().children().toList()) {
                    try {
                        ticks += ticks(child.pid(), 2);
                    } catch (NoSuchFileException ended) {
                        // the server counts it among its children from now on
                    }
                }
                return ticks / 100.0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** User and system time, and with four fields also that of children that have ended, in hundredths of a second. */
        private static long ticks(long process, int fields) throws IOException {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] parts = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 17);
            long ticks = 0;
            for (int i = 0; i < fields; i++) {
                ticks += Long.parseLong(parts[11 + i]);
            }
            return ticks;
        }
    }
}
