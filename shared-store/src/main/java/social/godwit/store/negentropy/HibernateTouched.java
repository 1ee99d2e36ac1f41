package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.store.Database;

/** The accounts whose items have changed since they were last compared with those of peers. */
public final class HibernateTouched {
    private HibernateTouched() {}

    /** Notes, in the transaction that changes them, that the accounts' items are other ones now; of those whom anybody shares. The accounts are DIDs. */
    public static Uni<Void> note(Mutiny.StatelessSession session, String... accounts) {
        // The row is written even when it is there: whoever is about to take it has to wait, or leave it for next time.
        return Database.execute(session, """
                        insert into common_touched (did) select a.did from unnest($1::text[]) as a (did)
                        where exists (select 1 from replica r where r.did = a.did) order by a.did
                        on conflict (did) do update set did = excluded.did
                        """, (Object) accounts).replaceWithVoid();
    }
}
