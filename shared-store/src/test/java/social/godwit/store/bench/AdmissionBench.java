package social.godwit.store.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.Watcher;
import social.godwit.store.stream.OpenStreamLog;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/**
 * How many documents a second are verified by one thread, and how many reach PostgreSQL, in batches of one account. Run by
 * hand; figures are in docs/performance.md. Arguments: documents, documents in a batch.
 */
public final class AdmissionBench {
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private AdmissionBench() {}

    /** Prints documents per second. */
    public static void main(String... arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int batch = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
        for (int round = 1; round <= 3; round++) {
            TestAccount account = new TestAccount(System.nanoTime());
            List<byte[]> notes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                notes.add(account.note("/objects/" + i, "A post of usual length, as people write them. ".repeat(6))
                        .bytes());
            }
            List<PortableDocument> documents = verify(notes, round);
            store(account, documents, batch, round, false);
            store(account, documents, batch, round, true);
        }
        System.exit(0);
    }

    private static List<PortableDocument> verify(List<byte[]> notes, int round) {
        List<PortableDocument> documents = new ArrayList<>();
        long start = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        for (byte[] note : notes) {
            if (PortableDocument.read(note, NOW) instanceof DocumentVerdict.Admissible(PortableDocument document)) {
                document.hash();
                documents.add(document);
            }
        }
        report("verified by one thread", round, documents.size(), start);
        double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9;
        System.out.printf("round %d: %,8.0f documents per second of CPU%n", round, documents.size() / cpuSeconds);
        return documents;
    }

    private static void store(
            TestAccount account, List<PortableDocument> documents, int batch, int round, boolean streamed) {
        try (var db = TestDatabase.create()) {
            TestClock clock = new TestClock();
            Watcher watcher = streamed ? OpenStreamLog.over(db.database(), clock) : Watcher.NONE;
            Repositories store = BenchRepositories.over(db.database(), clock, watcher);
            db.await(store.open(account.did(), RepositoryKind.ACCOUNT));
            long start = System.nanoTime();
            for (int from = 0; from < documents.size(); from += batch) {
                List<PortableDocument> some = documents.subList(from, Math.min(documents.size(), from + batch));
                store.admit(some).await().atMost(Duration.ofMinutes(1));
            }
            report(
                    "stored in batches of " + batch + (streamed ? ", and told in the stream" : ""),
                    round,
                    documents.size(),
                    start);
        }
    }

    private static void report(String what, int round, int documents, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("round %d: %,8.0f documents/s %s%n", round, documents / seconds, what);
    }
}
