package social.godwit.activitypub.policy;

import java.time.InstantSource;
import social.godwit.store.Database;

/** {@link ModeratedIds} for tests of other packages. */
public final class OpenModeratedIds {
    private OpenModeratedIds() {}

    /** Over a database. */
    public static ModeratedIds over(Database database, InstantSource clock) {
        return new HibernateModeratedIds(database, clock);
    }
}
