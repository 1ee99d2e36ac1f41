package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.StoredDocument;

/** Activities that owners have posted here and their homes do not have yet, in PostgreSQL. */
@ApplicationScoped
class HibernateStandIns {
    /** How long the home is waited for. */
    static final Duration PATIENCE = Duration.ofDays(30);

    /** How long what waits is left alone. */
    static final Duration LOOK = Duration.ofSeconds(5);

    /** How long what was sent in the home's stead is left alone. */
    static final Duration SENT_LOOK = Duration.ofMinutes(1);

    /** Activities that are kept of an account; more wait in the repository alone, for the home. */
    static final int KEPT_MAX = 10_000;

    private final Database database;

    HibernateStandIns(Database database) {
        this.database = database;
    }

    /**
     * An activity that waits for its home.
     *
     * @param number its document's number here
     * @param awaitedSince when the oldest that the home does not have was posted
     * @param sent whether it was sent in the home's stead
     */
    record Waiting(
            Did account,
            long number,
            Sha256 hash,
            String activity,
            Recipients recipients,
            Instant awaitedSince,
            boolean sent) {}

    /** Keeps an activity, within the caller's transaction. */
    Uni<Void> keep(Account account, StoredDocument stored, String activity, Recipients recipients, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into stand_in (account, number, hash, activity, actors, followers, since, due)
                        select $1, $2, $3, $4, $5, $6, $7, $7
                        where (select count(*) from stand_in where account = $1) < $8
                        on conflict do nothing""",
                        account.did().toString(),
                        stored.number(),
                        stored.hash().hex(),
                        activity,
                        recipients.actors().toArray(String[]::new),
                        recipients.followers(),
                        now,
                        KEPT_MAX))
                .replaceWithVoid();
    }

    /** Takes activities whose time has come, oldest first, to be looked at again after {@link #LOOK} or {@link #SENT_LOOK}. */
    Uni<List<Waiting>> take(Instant now, int limit) {
        return database.inTransaction(
                        session -> Database.query(session, """
                        with due as (
                            select account, number from stand_in where due <= $1 order by due limit $2
                            for update skip locked)
                        update stand_in s set due = case when s.sent then $4::timestamptz else $3::timestamptz end
                        from due where s.account = due.account and s.number = due.number
                        returning s.account, s.number, s.hash, s.activity, s.actors, s.followers, s.sent, (select min(o.since) from stand_in o where o.account = s.account) as awaited
                        """, now, limit, now.plus(LOOK), now.plus(SENT_LOOK)))
                .map(rows -> rows.stream()
                        .map(row -> new Waiting(
                                Did.parse(row.getString("account")).orElseThrow(),
                                row.getLong("number"),
                                Sha256.parseHex(row.getString("hash")).orElseThrow(),
                                row.getString("activity"),
                                new Recipients(
                                        Set.copyOf(new LinkedHashSet<>(Arrays.asList(row.getArrayOfStrings("actors")))),
                                        row.getBoolean("followers")),
                                Database.instant(row, "awaited"),
                                row.getBoolean("sent")))
                        .toList());
    }

    /** Notes, within the caller's transaction, that an activity was sent in the home's stead. */
    Uni<Void> sent(Waiting waiting) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update stand_in set sent = true where account = $1 and number = $2",
                        waiting.account().toString(),
                        waiting.number()))
                .replaceWithVoid();
    }

    /** Lets go of what the home has, within the caller's transaction. */
    Uni<Void> drop(Waiting waiting) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from stand_in where account = $1 and number = $2",
                        waiting.account().toString(),
                        waiting.number()))
                .replaceWithVoid();
    }

    /**
     * Notes, within the caller's transaction, that an activity goes from an inbox to the account's other gateways; false when
     * it has gone before.
     */
    Uni<Boolean> forwards(Did account, String activity, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into forwarded (account, activity, at) values ($1, $2, $3) on conflict do nothing",
                        account.toString(),
                        activity,
                        now))
                .map(inserted -> inserted == 1);
    }

    /** Lets go of what was kept for {@link #PATIENCE}. */
    Uni<Void> sweep(Instant now) {
        Instant old = now.minus(PATIENCE);
        return database.inTransaction(session -> Database.execute(session, "delete from stand_in where since < $1", old)
                .chain(() -> Database.execute(session, "delete from forwarded where at < $1", old))
                .replaceWithVoid());
    }
}
