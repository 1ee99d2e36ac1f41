package social.godwit.activitypub.invite;

import java.time.InstantSource;
import social.godwit.identity.Randomness;
import social.godwit.store.Database;

/** Lets tests of other packages have the real invites. */
public final class OpenInvites {
    private OpenInvites() {}

    /** Invites over a test's database. */
    public static InviteStore store(Database database, InstantSource clock, Randomness randomness) {
        return new HibernateInviteStore(database, clock, randomness);
    }
}
