package social.godwit.store.document;

import java.util.concurrent.atomic.AtomicLong;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

class MemoryRepositoriesTest implements CheckpointsContract, AuditsContract, SuccessionContract {
    private static final AtomicLong SEEDS = new AtomicLong(1);

    private final TestClock clock = new TestClock();
    private final SaidNotices notices = new SaidNotices();
    private final MemoryRepositories store = new MemoryRepositories(clock, Watcher.NONE, notices);

    @Override
    public Repositories store() {
        return store;
    }

    @Override
    public Audits audits() {
        return store.audits();
    }

    @Override
    public SaidNotices notices() {
        return notices;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public TestAccount account() {
        TestAccount account = new TestAccount(SEEDS.incrementAndGet());
        RepositoriesContract.await(store.open(account.did(), RepositoryKind.ACCOUNT));
        return account;
    }
}
