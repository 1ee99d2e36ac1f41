package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.replication.AuditReport;

/** Activities of owners that are for another gateway to deliver, their home, in PostgreSQL. */
@ApplicationScoped
class HibernateStandIns {
    /** How long an activity is kept in mind. */
    static final Duration PATIENCE = Duration.ofDays(30);

    /** Activities that are kept in mind of an account; more are the home's alone. */
    static final int KEPT_MAX = 10_000;

    private final Database database;

    HibernateStandIns(Database database) {
        this.database = database;
    }

    /**
     * An activity that its home is to deliver.
     *
     * @param number its document's number here
     */
    record Waiting(Did account, long number, Sha256 hash, String activity, Recipients recipients) {}

    /**
     * Keeps an activity in mind, within the caller's transaction.
     *
     * @param home the key of its home
     * @param place after how many minutes without the home it is sent from here
     */
    Uni<Void> keep(
            Account account,
            StoredDocument stored,
            String activity,
            Recipients recipients,
            Did home,
            int place,
            Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into stand_in (account, number, hash, activity, actors, followers, home, place, since)
                        select $1, $2, $3, $4, $5, $6, $7, $8, $9
                        where (select count(*) from stand_in where account = $1) < $10
                        on conflict do nothing""",
                        account.did().toString(),
                        stored.number(),
                        stored.hash().hex(),
                        activity,
                        recipients.actors().toArray(String[]::new),
                        recipients.followers(),
                        home.toString(),
                        place,
                        now,
                        KEPT_MAX))
                .replaceWithVoid();
    }

    /**
     * The newest of what this home, which has been silent since then, is to deliver and what it is this gateway's place to
     * send, oldest first.
     *
     * @param silent nothing for a home that was never heard
     */
    Uni<List<Waiting>> waiting(Did home, Optional<Instant> silent, Instant now, int limit) {
        return database.inTransaction(session ->
                        Database.query(session, """
                        select account, number, hash, activity, actors, followers from stand_in
                        where home = $1 and not sent
                          and greatest(since, $2::timestamptz) + place * interval '1 minute' <= $3
                        order by since desc limit $4""", home.toString(), silent.orElse(Instant.EPOCH), now, limit))
                .map(rows ->
                        rows.reversed().stream().map(HibernateStandIns::waiting).toList());
    }

    /**
     * The same of homes that were found withholding something of an account: for that account they count as away, also while
     * they answer.
     */
    Uni<List<Waiting>> waiting(List<AuditReport> withheld, Instant now, int limit) {
        return withheld.isEmpty()
                ? Uni.createFrom().item(List.of())
                : database.inTransaction(session ->
                                Database.query(session, """
                                select s.account, number, hash, activity, actors, followers from stand_in s
                                join unnest($1::text[], $2::text[]) as w (account, home)
                                    on s.account = w.account and s.home = w.home
                                where not sent and since + place * interval '1 minute' <= $3
                                order by since desc limit $4""", accounts(withheld), homes(withheld), now, limit))
                        .map(rows -> rows.reversed().stream()
                                .map(HibernateStandIns::waiting)
                                .toList());
    }

    private static String[] accounts(List<AuditReport> reports) {
        return reports.stream().map(report -> report.account().toString()).toArray(String[]::new);
    }

    private static String[] homes(List<AuditReport> reports) {
        return reports.stream().map(report -> report.peer().key().toString()).toArray(String[]::new);
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                Did.parse(row.getString("account")).orElseThrow(),
                row.getLong("number"),
                Sha256.parseHex(row.getString("hash")).orElseThrow(),
                row.getString("activity"),
                new Recipients(
                        Set.copyOf(new LinkedHashSet<>(Arrays.asList(row.getArrayOfStrings("actors")))),
                        row.getBoolean("followers")));
    }

    /** Those of these that are to deliver something. */
    Uni<Set<Did>> homes(Collection<Did> peers) {
        return database.inTransaction(session -> Database.query(session, """
                        select peer from unnest($1::text[]) p(peer)
                        where exists (select 1 from stand_in where home = peer)""", (Object) texts(peers)))
                .map(rows -> rows.stream()
                        .map(row -> Did.parse(row.getString("peer")).orElseThrow())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static String[] texts(Collection<Did> keys) {
        return keys.stream().map(Did::toString).toArray(String[]::new);
    }

    /** Notes, within the caller's transaction, that an activity goes out in the home's stead; false when it has already. */
    Uni<Boolean> sent(Waiting waiting) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update stand_in set sent = true where account = $1 and number = $2 and not sent",
                        waiting.account().toString(),
                        waiting.number()))
                .map(updated -> updated == 1);
    }

    /** What was sent in the stead of homes that are not away any more is theirs again, as far as it is not done. */
    Uni<Void> back(Collection<Did> away, List<AuditReport> withheld) {
        return database.inTransaction(
                        session -> Database.execute(session, """
                        update stand_in s set sent = false where sent and not home = any($1::text[])
                            and not exists (select 1 from unnest($2::text[], $3::text[]) as w (account, home)
                                where w.account = s.account and w.home = s.home)""", texts(away), accounts(withheld), homes(withheld)))
                .replaceWithVoid();
    }

    /** The account's home is the one with this key now, within the caller's transaction. */
    Uni<Void> homeIs(Did account, Optional<Did> home, int place) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update stand_in set home = $2, place = $3, sent = false where account = $1 and home <> $2",
                        account.toString(),
                        home.map(Did::toString).orElse(""),
                        place))
                .replaceWithVoid();
    }

    /** Lets go of what is done, within the caller's transaction; false when somebody else has. */
    Uni<Boolean> drop(Waiting waiting) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "delete from stand_in where account = $1 and number = $2",
                        waiting.account().toString(),
                        waiting.number()))
                .map(deleted -> deleted == 1);
    }

    /** Lets go of what was kept for {@link #PATIENCE}. */
    Uni<Void> sweep(Instant now) {
        return database.inTransaction(session ->
                        Database.execute(session, "delete from stand_in where since < $1", now.minus(PATIENCE)))
                .replaceWithVoid();
    }
}
