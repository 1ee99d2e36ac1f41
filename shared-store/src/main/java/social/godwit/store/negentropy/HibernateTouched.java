package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.store.Database;

/** The accounts whose items have changed since they were last compared with those of peers. */
public final class HibernateTouched {
    private HibernateTouched() {}

    /** Notes, in the transaction that changes them, that the account's items are other ones now; if anybody shares it. The account is a DID. */
    public static Uni<Void> note(Mutiny.StatelessSession session, String account) {
        // The row is written even when it is there: whoever is about to take it has to wait, or leave it for next time.
        return Database.execute(session, """
                        insert into common_touched (did) select $1 where exists (select 1 from replica where did = $1)
                        on conflict (did) do update set did = excluded.did
                        """, account).replaceWithVoid();
    }
}
