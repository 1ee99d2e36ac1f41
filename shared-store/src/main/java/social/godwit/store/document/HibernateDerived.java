package social.godwit.store.document;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/**
 * Keeps the derived columns true: what is listed, which tombstones are in effect, what is deleted. Only rows that change
 * are written.
 */
final class HibernateDerived {
    /** Whether a checkpoint that counts lists the row of {@code d}, or a document that carries it. */
    private static final String LISTED = """
            (d.kind in ('KEY_LOG', 'CHECKPOINT')
             or exists (select 1 from listing l where l.did = d.did and l.hash = d.hash and l.counts)
             or exists (select 1 from embedding e join listing l on l.did = e.did and l.hash = e.outer_hash
                        where e.did = d.did and e.inner_hash = d.hash and l.counts))
            """;

    private static final String CAN_BE_DELETED =
            "d.kind not in ('KEY_LOG', 'CHECKPOINT') and d.type not in ('Tombstone', 'Delete')";

    private final Mutiny.StatelessSession session;
    private final String did;
    private final Instant now;

    HibernateDerived(Mutiny.StatelessSession session, String did, Instant now) {
        this.session = session;
        this.did = did;
        this.now = now;
    }

    /** Shows what checkpoints that count have just listed, as far as it is here; returns what came to be listed. */
    Uni<List<Sha256>> list(Collection<Sha256> added) {
        if (added.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return Database.query(session, """
                        update document set listed = true
                        where did = $1 and not listed and hash in
                            (select unnest($2::bytea[])
                             union select inner_hash from embedding where did = $1 and outer_hash = any($2))
                        returning hash
                        """, did, HibernateReads.bytes(added)).map(HibernateDerived::hashes);
    }

    /** Puts tombstones into effect whose source has come to be listed, and hides what they delete. */
    Uni<Void> bury() {
        return Database.query(session, """
                        update tombstone t set effective_at = $2
                        where t.did = $1 and t.effective_at is null
                          and exists (select 1 from document d
                                      where d.did = t.did and d.hash = t.source and d.listed)
                        returning path
                        """, did, now).chain(this::hide);
    }

    private Uni<Void> hide(List<Row> buried) {
        if (buried.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] paths = buried.stream().map(row -> row.getString("path")).toArray(String[]::new);
        return Database.execute(
                        session,
                        "update document d set deleted = true where d.did = $1 and not d.deleted and " + CAN_BE_DELETED
                                + " and d.hash in (select hash from document where did = $1 and path = any($2)"
                                + " union select outer_hash from embedding where did = $1 and path = any($2))",
                        did,
                        paths)
                .replaceWithVoid();
    }

    private static List<Sha256> hashes(List<Row> rows) {
        return rows.stream().map(row -> HibernateRows.hash(row, "hash")).toList();
    }

    /**
     * Derives everything of the account again: its key log says otherwise than before which checkpoints count. Returns what
     * came to be listed.
     */
    Uni<List<Sha256>> everything(boolean gated) {
        return relist(gated).call(() -> rebury().chain(this::rehide));
    }

    private Uni<List<Sha256>> relist(boolean gated) {
        String listed = gated ? LISTED : "true";
        return Database.query(
                        session,
                        "update document d set listed = not d.listed where d.did = $1 and d.listed <> " + listed
                                + " returning hash, listed",
                        did)
                .map(rows -> hashes(
                        rows.stream().filter(row -> row.getBoolean("listed")).toList()));
    }

    private Uni<Void> rebury() {
        return Database.execute(session, """
                        update tombstone t set effective_at = null
                        where t.did = $1 and t.effective_at is not null and t.erased_at is null
                          and not exists (select 1 from document d
                                          where d.did = t.did and d.hash = t.source and d.listed)
                        """, did)
                .chain(() -> Database.execute(session, """
                        update tombstone t set effective_at = $2
                        where t.did = $1 and t.effective_at is null
                          and exists (select 1 from document d
                                      where d.did = t.did and d.hash = t.source and d.listed)
                        """, did, now))
                .replaceWithVoid();
    }

    private Uni<Void> rehide() {
        return Database.execute(
                        session,
                        "update document d set deleted = not d.deleted where d.did = $1 and d.deleted <> ("
                                + CAN_BE_DELETED
                                + """
                                 and (exists (select 1 from tombstone t where t.did = d.did and t.path = d.path
                                              and t.effective_at is not null)
                                      or exists (select 1 from embedding e
                                                 join tombstone t on t.did = e.did and t.path = e.path
                                                 where e.did = d.did and e.outer_hash = d.hash
                                                   and t.effective_at is not null)))
                                """,
                        did)
                .replaceWithVoid();
    }
}
