package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Database;

/** What has to happen without anybody asking: polls end, and what strangers filled tables with is forgotten again. */
@Singleton
final class HibernateUpkeep implements Upkeep {
    private static final int POLLS = 50;
    private static final Duration ACTIVITIES_KEPT = Duration.ofDays(90);
    /** Of one account. */
    private static final long NOTIFICATIONS_MAX = 5_000;

    private static final Duration NOTIFICATIONS_KEPT = Duration.ofDays(180);
    private static final Duration WANTED_KEPT = Duration.ofDays(7);
    private static final Duration RECENT_KEPT = Duration.ofDays(30);
    private static final Duration ASKED_AGAIN = Duration.ofDays(1);
    private static final int CHUNK = 5_000;

    private final Database database;
    private final HibernateChanges changes;
    private final AccountStore accounts;
    private final HibernateOldPosts oldPosts;
    private final InstantSource clock;

    @Inject
    HibernateUpkeep(
            Database database,
            HibernateChanges changes,
            AccountStore accounts,
            HibernateOldPosts oldPosts,
            InstantSource clock) {
        this.database = database;
        this.changes = changes;
        this.accounts = accounts;
        this.oldPosts = oldPosts;
        this.clock = clock;
    }

    @Override
    public Uni<Void> endPolls() {
        Instant now = clock.instant();
        return database.inTransaction(session ->
                Database.query(session, """
                        update poll set announced = true where question in (
                            select question from poll where not announced and closes_at <= $1
                            order by closes_at limit $2 for update skip locked)
                        returning question, author, local
                        """, now, (long) POLLS).chain(polls -> announce(session, polls, now)));
    }

    private Uni<Void> announce(Mutiny.StatelessSession session, List<Row> polls, Instant now) {
        if (polls.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        String[] questions =
                polls.stream().map(row -> row.getString("question")).toArray(String[]::new);
        return Database.query(session, """
                        select distinct p.question, p.author, v.actor from poll p join vote v on v.question = p.question
                        where p.question = any ($1::text[]) and v.actor like 'ap://did:key:%'
                        union select question, author, author from poll where question = any ($1::text[]) and local
                        limit 10000
                        """, (Object) questions).chain(voters -> {
            ChangeBatch batch = new ChangeBatch();
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Row voter : voters) {
                all = all.chain(() -> tell(voter, batch, now));
            }
            return all.chain(() -> changes.write(session, batch));
        });
    }

    private Uni<Void> tell(Row voter, ChangeBatch batch, Instant now) {
        String question = voter.getString("question");
        return Ids.did(voter.getString("actor"))
                .map(did -> accounts.find(did)
                        .invoke(account -> account.ifPresent(owner -> batch.add(
                                new Change.Notified(
                                        owner.did().toString(),
                                        new Notification(
                                                "poll:" + question,
                                                Notification.Type.POLL_ENDED,
                                                voter.getString("author"),
                                                Optional.of(question),
                                                question,
                                                Optional.empty(),
                                                now)),
                                Optional.empty(),
                                now))))
                .map(Uni::replaceWithVoid)
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    @Override
    public Uni<List<String>> unasked(int limit) {
        Instant now = clock.instant();
        return database.inTransaction(
                        session -> Database.query(session, """
                        update followed set asked = $1 where (account, actor) in (
                            select account, actor from followed
                            where state = 'ACCEPTED' and moved_to is null and asked <= $2
                            order by asked limit $3 for update skip locked)
                        returning spelling
                        """, now, now.minus(ASKED_AGAIN), (long) limit))
                .map(rows -> rows.stream()
                        .map(row -> row.getString("spelling"))
                        .distinct()
                        .toList());
    }

    @Override
    public Uni<Void> forgetOld() {
        Instant activities = clock.instant().minus(ACTIVITIES_KEPT);
        List<Statement> statements = new ArrayList<>();
        statements.add(new Statement("""
                delete from inbox_item where (account, received_at, shard, position) in (
                    select account, received_at, shard, position from inbox_item where received_at < $1 limit %d)
                """, activities));
        statements.add(new Statement("""
                delete from inbox_activity where (shard, position) in (
                    select shard, position from inbox_activity a where received_at < $1 and not exists (
                        select 1 from inbox_queue q where q.shard = a.shard and q.position = a.position) limit %d)
                """, activities));
        statements.add(new Statement(
                "delete from inbox_parked where (shard, position) in (select shard, position from inbox_parked where parked_at < $1 limit %d)",
                activities));
        statements.add(new Statement(
                "delete from inbox_unsigned where (account, id) in (select account, id from inbox_unsigned where since < $1 limit %d)",
                activities));
        statements.add(new Statement(
                "delete from undone where (activity, actor) in (select activity, actor from undone where at < $1 limit %d)",
                activities));
        statements.add(new Statement(
                "delete from moved where actor in (select actor from moved where at < $1 limit %d)", activities));
        statements.add(new Statement(
                "delete from wanted_note where id in (select id from wanted_note where since < $1 limit %d)",
                clock.instant().minus(WANTED_KEPT)));
        statements.add(new Statement("""
                delete from notification where (account, key) in (
                    select account, key from notification where at < $1 limit %d)
                """, clock.instant().minus(NOTIFICATIONS_KEPT)));
        statements.add(new Statement(
                "delete from recent_post where id in (select id from recent_post where arrived < $1 limit %d)",
                clock.instant().minus(RECENT_KEPT)));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Statement statement : statements) {
            all = all.chain(() -> database.inTransaction(
                            session -> Database.execute(session, statement.sql().formatted(CHUNK), statement.before())))
                    .replaceWithVoid();
        }
        return all.chain(this::capNotifications).chain(oldPosts::forget);
    }

    private record Statement(String sql, Instant before) {}

    /** The oldest go first. */
    private Uni<Void> capNotifications() {
        return database.inTransaction(
                        session -> Database.execute(session, """
                        delete from notification n using (
                            select c.account, (
                                select at from notification k where k.account = c.account
                                order by at desc, key desc offset $1 limit 1) as cut
                            from (select account from notification group by account having count(*) > $2) c) d
                        where n.account = d.account and n.at < d.cut
                        """, NOTIFICATIONS_MAX - 1, NOTIFICATIONS_MAX))
                .replaceWithVoid();
    }
}
