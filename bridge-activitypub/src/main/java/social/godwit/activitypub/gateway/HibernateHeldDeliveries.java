package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.StoredDocument;

/** Activities about posts of owners here that wait because the post is hidden here, in PostgreSQL. */
@ApplicationScoped
class HibernateHeldDeliveries {
    /** How long one is kept: less than a machine may hide a post, so that what nobody has looked at goes nowhere. */
    static final Duration PATIENCE = Duration.ofDays(29);

    /** Activities that are kept of an account; what comes after them is not sent from here. */
    static final int KEPT_MAX = 1_000;

    private final Database database;

    HibernateHeldDeliveries(Database database) {
        this.database = database;
    }

    /** A post about which something waits. */
    record Waiting(Did account, String post) {}

    /** What waits: a document of the account's repository, and who gets it. */
    record Held(long number, Sha256 hash, String activity, Recipients recipients) {}

    /**
     * Whether a post is hidden, or something about it waits, within the caller's transaction. Whoever shows the post or lets go of
     * what waits does so after that transaction.
     */
    Uni<Boolean> hides(Did account, String post) {
        return database.inTransaction(session -> Database.query(session, """
                        with hidden as (select id from moderated_id where id = $2 and stance = 'DENY' for update),
                        waiting as (select number from held_delivery where account = $1 and post = $2
                            order by number limit 1 for update)
                        select (select count(*) from hidden) + (select count(*) from waiting) as reasons""", account.toString(), post))
                .map(rows -> rows.getFirst().getLong("reasons") > 0);
    }

    /** Keeps an activity, within the caller's transaction. */
    Uni<Void> keep(
            Did account, StoredDocument stored, String activity, String post, Recipients recipients, Instant now) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into held_delivery (account, number, hash, activity, post, actors, followers, since)
                        select $1, $2, $3, $4, $5, $6, $7, $8
                        where (select count(*) from held_delivery where account = $1) < $9
                        on conflict do nothing""",
                        account.toString(),
                        stored.number(),
                        stored.hash().hex(),
                        activity,
                        post,
                        recipients.actors().toArray(String[]::new),
                        recipients.followers(),
                        now,
                        KEPT_MAX))
                .replaceWithVoid();
    }

    /** Posts of active accounts about which something waits and that are hidden no longer. */
    Uni<List<Waiting>> shown(int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        select distinct h.account, h.post from held_delivery h
                        join account a on a.did = h.account and a.status = 'ACTIVE'
                        where not exists (select 1 from moderated_id m where m.id = h.post and m.stance = 'DENY')
                        order by h.account, h.post limit $1""", limit))
                .map(rows -> rows.stream()
                        .map(row ->
                                new Waiting(Did.parse(row.getString("account")).orElseThrow(), row.getString("post")))
                        .toList());
    }

    /** Lets go of what waits about a post and gives it, oldest first, within the caller's transaction: to one caller only. */
    Uni<List<Held>> take(Did account, String post) {
        return database.inTransaction(session -> Database.query(session, """
                        delete from held_delivery where account = $1 and post = $2
                        returning number, hash, activity, actors, followers""", account.toString(), post))
                .map(rows -> rows.stream()
                        .map(HibernateHeldDeliveries::held)
                        .sorted(Comparator.comparingLong(Held::number))
                        .toList());
    }

    private static Held held(Row row) {
        return new Held(
                row.getLong("number"),
                Sha256.parseHex(row.getString("hash")).orElseThrow(),
                row.getString("activity"),
                new Recipients(
                        new LinkedHashSet<>(Arrays.asList(row.getArrayOfStrings("actors"))),
                        row.getBoolean("followers")));
    }

    /** Lets go of what was kept for {@link #PATIENCE}. */
    Uni<Void> sweep(Instant now) {
        return database.inTransaction(session ->
                        Database.execute(session, "delete from held_delivery where since < $1", now.minus(PATIENCE)))
                .replaceWithVoid();
    }
}
