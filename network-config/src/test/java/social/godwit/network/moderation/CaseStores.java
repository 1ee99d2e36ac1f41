package social.godwit.network.moderation;

import social.godwit.store.Database;

/** The stores for tests of other packages. */
public final class CaseStores {
    private CaseStores() {}

    public static CaseStore postgres(Database database) {
        return new HibernateCaseStore(database);
    }

    public static PlanStore plans(Database database) {
        return new HibernatePlanStore(database);
    }
}
