package social.godwit.activitypub.oldaddress;

import java.time.InstantSource;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.store.Database;
import social.godwit.store.document.Repositories;

/** Lets tests of other packages have old addresses. */
public final class OpenOldAddresses {
    private OpenOldAddresses() {}

    /** Old addresses over a test's database. */
    public static OldAddresses over(Database database, InstantSource clock) {
        return new HibernateOldAddresses(database, clock);
    }

    /** What takes keys of old homes. */
    public static HandOver handOver(
            OldAddresses addresses, Repositories repositories, InstanceKeys keys, InstantSource clock) {
        return new HandOver(addresses, new OldHomeKeys(repositories), keys, clock);
    }
}
