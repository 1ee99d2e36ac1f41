package social.godwit.store.document;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class HibernateRepositoriesTest implements CheckpointsContract, AuditsContract, SuccessionContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final AtomicLong SEEDS = new AtomicLong(1);

    private final TestClock clock = new TestClock();
    private final SaidNotices notices = new SaidNotices();
    private final Repositories store = new HibernateRepositories(DB.database(), clock, Watcher.NONE, notices);

    @Override
    public Repositories store() {
        return store;
    }

    @Override
    public Audits audits() {
        return new HibernateAudits(DB.database(), clock, notices);
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
