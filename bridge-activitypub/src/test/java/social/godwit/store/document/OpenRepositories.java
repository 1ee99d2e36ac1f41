package social.godwit.store.document;

import java.time.InstantSource;
import social.godwit.store.Database;

/** Lets tests of other modules have the real repositories. */
public final class OpenRepositories {
    private OpenRepositories() {}

    /** Repositories over a test's database. */
    public static Repositories over(Database database, InstantSource clock) {
        return new HibernateRepositories(database, clock);
    }

    /** Repositories over a test's database, with somebody who is told of changes. */
    public static Repositories over(Database database, InstantSource clock, Watcher watcher) {
        return new HibernateRepositories(database, clock, watcher, Notices.NONE);
    }

    /** What these repositories can show for themselves. */
    public static Audits audits(Database database) {
        return new HibernateAudits(database, java.time.InstantSource.system(), Notices.NONE);
    }
}
