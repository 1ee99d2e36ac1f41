package social.godwit.network.staff;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** {@link SessionStore} in PostgreSQL. */
@ApplicationScoped
class HibernateSessionStore implements SessionStore {
    private static final byte[] NONE = new byte[0];

    private final Database database;

    HibernateSessionStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Boolean> begin(Session session, Sha256 signIn, Optional<Sha256> before) {
        return database.inTransaction(transaction -> Database.execute(
                        transaction,
                        "insert into browser_session (did, hash, signer, agent, sign_in, created_at, expires_at)"
                                + " values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
                        session.did(),
                        session.hash().bytes(),
                        session.signer(),
                        session.agent(),
                        signIn.bytes(),
                        session.created(),
                        session.expires())
                .chain(count -> count == 0
                        ? Uni.createFrom().item(false)
                        : makeRoom(transaction, session, before).replaceWith(true)));
    }

    private static Uni<Integer> makeRoom(
            Mutiny.StatelessSession transaction, Session session, Optional<Sha256> before) {
        return Database.execute(
                        transaction,
                        "delete from browser_session where expires_at <= $1 or (did = $2 and hash = $3)",
                        session.created(),
                        session.did(),
                        before.map(Sha256::bytes).orElse(NONE))
                .chain(() -> Database.execute(
                        transaction,
                        "delete from browser_session where did = $1 and hash not in (select hash from browser_session"
                                + " where did = $1 order by created_at desc, hash limit $2)",
                        session.did(),
                        SESSIONS_MAX));
    }

    @Override
    public Uni<Optional<Session>> find(String did, Sha256 hash, Instant now) {
        return database.inTransaction(transaction -> Database.query(
                        transaction,
                        "select * from browser_session where did = $1 and hash = $2 and expires_at > $3",
                        did,
                        hash.bytes(),
                        now)
                .map(rows -> rows.stream().map(HibernateSessionStore::session).findFirst()));
    }

    @Override
    public Uni<Void> extend(String did, Sha256 hash, Instant expires) {
        return database.inTransaction(transaction -> Database.execute(
                        transaction,
                        "update browser_session set expires_at = $3 where did = $1 and hash = $2",
                        did,
                        hash.bytes(),
                        expires)
                .replaceWithVoid());
    }

    @Override
    public Uni<List<Session>> all(String did, Instant now) {
        return database.inTransaction(transaction -> Database.query(
                        transaction,
                        "select * from browser_session where did = $1 and expires_at > $2"
                                + " order by created_at desc, hash",
                        did,
                        now)
                .map(rows -> rows.stream().map(HibernateSessionStore::session).toList()));
    }

    @Override
    public Uni<Boolean> end(String did, Sha256 hash) {
        return database.inTransaction(transaction -> Database.execute(
                        transaction, "delete from browser_session where did = $1 and hash = $2", did, hash.bytes())
                .map(count -> count > 0));
    }

    @Override
    public Uni<Integer> endOthers(String did, Sha256 but) {
        return database.inTransaction(transaction -> Database.execute(
                transaction, "delete from browser_session where did = $1 and hash <> $2", did, but.bytes()));
    }

    private static Session session(Row row) {
        return new Session(
                row.getString("did"),
                Sha256.ofHash(Database.bytes(row, "hash")),
                row.getString("signer"),
                row.getString("agent"),
                Database.instant(row, "created_at"),
                Database.instant(row, "expires_at"));
    }
}
