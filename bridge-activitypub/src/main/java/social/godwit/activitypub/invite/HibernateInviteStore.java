package social.godwit.activitypub.invite;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** Invite codes in PostgreSQL. */
@ApplicationScoped
class HibernateInviteStore implements InviteStore {
    private static final int CODE_BYTES = 16;
    private static final int CODE_LENGTH_MAX = 64;
    private static final int LISTED_MAX = 200;
    private static final String INVITE = "select id, uses_left, expires, note from invite";

    private final Database database;
    private final InstantSource clock;
    private final Randomness randomness;

    HibernateInviteStore(Database database, InstantSource clock, Randomness randomness) {
        this.database = database;
        this.clock = clock;
        this.randomness = randomness;
    }

    @Override
    public Uni<NewInvite> create(int uses, Duration validity, String note) {
        if (uses < 1 || uses > USES_MAX || !validity.isPositive()) {
            throw new IllegalArgumentException("an invite has 1 to " + USES_MAX + " uses and some time");
        }
        String code = Base58.encode(randomness.bytes(CODE_BYTES));
        Sha256 hash = hash(code);
        Instant now = clock.instant();
        Invite invite = new Invite(hash.hex().substring(0, 12), uses, now.plus(validity), note);
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into invite (code_hash, id, uses_left, expires, note, created_at)"
                                + " values ($1, $2, $3, $4, $5, $6)",
                        hash.bytes(),
                        invite.id(),
                        uses,
                        invite.expires(),
                        note,
                        now))
                .replaceWith(new NewInvite(invite, code));
    }

    @Override
    public Uni<Boolean> redeem(String code) {
        if (code.isEmpty() || code.length() > CODE_LENGTH_MAX) {
            return Uni.createFrom().item(false);
        }
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update invite set uses_left = uses_left - 1"
                                + " where code_hash = $1 and uses_left > 0 and expires > $2",
                        hash(code).bytes(),
                        clock.instant()))
                .map(changed -> changed == 1);
    }

    @Override
    public Uni<Boolean> admits(String code) {
        if (code.isEmpty() || code.length() > CODE_LENGTH_MAX) {
            return Uni.createFrom().item(false);
        }
        return database.inTransaction(session -> Database.query(
                        session,
                        "select 1 from invite where code_hash = $1 and uses_left > 0 and expires > $2",
                        hash(code).bytes(),
                        clock.instant()))
                .map(rows -> !rows.isEmpty());
    }

    @Override
    public Uni<List<Invite>> list() {
        return database.inTransaction(
                        session -> Database.query(session, INVITE + " order by created_at desc limit " + LISTED_MAX))
                .map(rows -> rows.stream().map(HibernateInviteStore::invite).toList());
    }

    @Override
    public Uni<Boolean> revoke(String id) {
        return database.inTransaction(session -> Database.execute(session, "delete from invite where id = $1", id))
                .map(changed -> changed > 0);
    }

    private static Sha256 hash(String code) {
        return Sha256.of(("godwit invite " + code).getBytes(StandardCharsets.UTF_8));
    }

    private static Invite invite(Row row) {
        return new Invite(
                row.getString("id"),
                row.getInteger("uses_left"),
                Database.instant(row, "expires"),
                row.getString("note"));
    }
}
