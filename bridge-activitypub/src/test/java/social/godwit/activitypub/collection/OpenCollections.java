package social.godwit.activitypub.collection;

import social.godwit.store.Database;

/** Lets tests of other packages have the real index of collections. */
public final class OpenCollections {
    private OpenCollections() {}

    /** The index over a test's database. */
    public static ObjectCollectionStore store(Database database) {
        return new HibernateObjectCollectionStore(database);
    }
}
