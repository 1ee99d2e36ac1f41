package social.godwit.store.stream;

import java.util.concurrent.atomic.AtomicLong;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.testing.TestClock;

class MemoryStreamTest implements StreamContract {
    private static final AtomicLong SEEDS = new AtomicLong(1);

    private final TestClock clock = new TestClock();
    private final StreamLog log = new MemoryStreamLog(clock);
    private final Repositories store = new MemoryRepositories(clock, log);
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
}
