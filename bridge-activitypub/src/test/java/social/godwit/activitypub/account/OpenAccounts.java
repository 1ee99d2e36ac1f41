package social.godwit.activitypub.account;

import java.time.InstantSource;
import social.godwit.activitypub.Instance;
import social.godwit.identity.Randomness;
import social.godwit.store.Database;

/** Lets tests of other packages have the real accounts. */
public final class OpenAccounts {
    private OpenAccounts() {}

    /** Accounts over a test's database. */
    public static AccountStore store(Database database, Instance instance, InstantSource clock) {
        return new HibernateAccountStore(database, instance, clock);
    }

    /** Keys, made when they are needed. */
    public static RsaKeyPool pool(Randomness randomness) {
        return new RsaKeyPool(randomness);
    }
}
