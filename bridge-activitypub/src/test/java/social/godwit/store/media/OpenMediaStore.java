package social.godwit.store.media;

import java.time.InstantSource;
import social.godwit.store.Database;

/** Lets tests of other modules have the real media store. */
public final class OpenMediaStore {
    private OpenMediaStore() {}

    /** What a test's database has to know for it. */
    public static Class<?> row() {
        return BlobRow.class;
    }

    /** Wanted media over a test's database. */
    public static WantedMedia wanted(Database database, InstantSource clock) {
        return new WantedMedia(database, clock);
    }

    /** Media over a test's database. */
    public static MediaStore over(Database database, InstantSource clock) {
        return new HibernateMediaStore(database, clock);
    }
}
