package social.godwit.store.stream;

import java.time.InstantSource;
import social.godwit.store.Database;

/** The real log of the stream for tests of other modules. */
public final class OpenStreamLog {
    private OpenStreamLog() {}

    /** Over a test's database. */
    public static StreamLog over(Database database, InstantSource clock) {
        return new HibernateStreamLog(database, clock);
    }
}
