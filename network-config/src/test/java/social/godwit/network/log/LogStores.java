package social.godwit.network.log;

import social.godwit.store.Database;

/** The store for tests of other packages. */
public final class LogStores {
    private LogStores() {}

    public static LogStore postgres(Database database) {
        return new HibernateLogStore(database);
    }
}
