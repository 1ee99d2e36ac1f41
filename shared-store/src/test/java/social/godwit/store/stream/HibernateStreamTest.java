package social.godwit.store.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.stream.PublicStream.Reading.Events;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class HibernateStreamTest implements StreamContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final AtomicLong SEEDS = new AtomicLong(1);

    private final TestClock clock = new TestClock();
    private final StreamLog log = new HibernateStreamLog(DB.database(), clock);
    private final Repositories store = BenchRepositories.over(DB.database(), clock, log);
    private final PublicStream stream = new PublicStream(log, store, clock);

    @Override
    public Repositories store() {
        return store;
    }

    @Override
    public PublicStream stream() {
        return stream;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public long seed() {
        return SEEDS.incrementAndGet();
    }

    @Test
    @DisplayName("A reader who keeps up while many write at once misses no late commit")
    void readersMissNothing() throws Exception {
        int writers = 4;
        int each = 40;
        StreamCursor start = StreamContract.await(stream.newest());
        Set<Sha256> written = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AtomicBoolean writing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newFixedThreadPool(writers + 1)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                TestAccount account = account();
                work.add(() -> {
                    for (int i = 0; i < each; i++) {
                        PortableDocument note = account.note("/objects/" + i, "n" + i);
                        StreamContract.await(store.admit(List.of(note)));
                        written.add(note.hash());
                    }
                    return null;
                });
            }
            Future<Set<Sha256>> reader = threads.submit(() -> {
                Set<Sha256> seen = new HashSet<>();
                StreamCursor at = start;
                boolean last = false;
                while (!last) {
                    last = !writing.get();
                    Events read;
                    do {
                        read = (Events) StreamContract.await(stream.after(at));
                        at = read.next();
                        read.events()
                                .forEach(event -> seen.add(((StreamEvent.Document) event)
                                        .document()
                                        .hash()));
                    } while (!read.events().isEmpty());
                }
                return seen;
            });
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            writing.set(false);
            assertThat(reader.get()).isEqualTo(written).hasSize(writers * each);
        }
    }
}
