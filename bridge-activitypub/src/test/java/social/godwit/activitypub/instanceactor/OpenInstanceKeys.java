package social.godwit.activitypub.instanceactor;

import social.godwit.store.Database;

/** Lets tests of other packages have an instance's keys. */
public final class OpenInstanceKeys {
    private OpenInstanceKeys() {}

    /** Keys over a test's database. */
    public static InstanceKeyStore over(Database database) {
        return new HibernateInstanceKeyStore(database);
    }
}
