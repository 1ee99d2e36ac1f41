package social.godwit.activitypub.backup;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

/** When owners last proved a backup of their account to work, in PostgreSQL. */
@ApplicationScoped
public class HibernateProvenBackups {
    /** For how long a proof counts. */
    public static final Duration FRESH = Duration.ofDays(30);

    /** Who has come so lately is not reminded yet. */
    private static final Duration NEW = Duration.ofDays(7);

    /** How far ahead an owner's clock may be. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final Database database;
    private final InstantSource clock;

    HibernateProvenBackups(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** A backup was proven to work then; false for a time to come. An older proof changes nothing. */
    public Uni<Boolean> note(Did account, Instant at) {
        return at.isAfter(clock.instant().plus(AHEAD))
                ? Uni.createFrom().item(false)
                : database.inTransaction(session -> Database.execute(
                                session,
                                "update account set backup_proven_at = $2 where did = $1"
                                        + " and (backup_proven_at is null or backup_proven_at < $2)",
                                account.toString(),
                                at))
                        .replaceWith(true);
    }

    /** Whether the owner should be reminded: of an account that is here for a week, nothing was proven for {@link #FRESH}. */
    public Uni<Boolean> isDue(Did account) {
        Instant now = clock.instant();
        return database.inTransaction(session -> Database.query(
                        session,
                        "select 1 from account where did = $1 and registered_at < $2"
                                + " and (backup_proven_at is null or backup_proven_at < $3)",
                        account.toString(),
                        now.minus(NEW),
                        now.minus(FRESH)))
                .map(rows -> !rows.isEmpty());
    }
}
