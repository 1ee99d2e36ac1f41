package social.godwit.store.record;

import java.time.InstantSource;
import social.godwit.store.Database;
import social.godwit.store.replication.Replicas;

/** Lets tests of other modules have the real gateway records. */
public final class OpenRecords {
    private OpenRecords() {}

    /** Records over a test's database. */
    public static RecordStore over(Database database, Replicas replicas, InstantSource clock) {
        return new HibernateRecordStore(database, replicas, clock);
    }
}
