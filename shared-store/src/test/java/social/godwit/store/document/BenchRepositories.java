package social.godwit.store.document;

import java.time.InstantSource;
import social.godwit.store.Database;

/** The real repositories for benchmarks and for tests of other modules. */
public final class BenchRepositories {
    private BenchRepositories() {}

    /** Over a test's database. */
    public static Repositories over(Database database, InstantSource clock) {
        return new HibernateRepositories(database, clock);
    }

    /** The same, watched. */
    public static Repositories over(Database database, InstantSource clock, Watcher watcher) {
        return new HibernateRepositories(database, clock, watcher, Notices.NONE);
    }

    /** What they can show for themselves. */
    public static Audits audits(Database database) {
        return new HibernateAudits(database, java.time.InstantSource.system(), Notices.NONE);
    }
}
