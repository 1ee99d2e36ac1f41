package social.godwit.activitypub.notification;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernateNotificationStore implements NotificationStore {
    private final Database database;

    @Inject
    HibernateNotificationStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Slice<Notification>> page(Did account, Set<Notification.Type> types, Window window) {
        String[] names = types.stream().map(Enum::name).toArray(String[]::new);
        Paged paged = Paged.of(window, "n.at", "n.key", account.toString(), names);
        return database.inTransaction(session -> Database.query(
                        session,
                        """
                        select n.* from notification n
                        where n.account = $1 and (cardinality($2::text[]) = 0 or n.type = any ($2::text[]))
                            and not exists (
                                select 1 from shunned s where s.account = $1 and (
                                    s.kind <> 'DOMAIN' and s.target = n.actor
                                    or s.kind = 'DOMAIN' and s.target = split_part(split_part(n.actor, '/', 3), ':', 1)))
                            and not exists (
                                select 1 from moderated_id m where m.stance = 'DENY' and m.id in (n.object,
                        """ + ModeratedIds.named("n.actor") + "))" + paged.condition() + paged.order(),
                        paged.parameters()))
                .map(rows -> paged.slice(
                        rows, HibernateNotificationStore::notification, one -> new Cursor(one.at(), one.key())));
    }

    @Override
    public Uni<Void> tell(Did account, Notification one) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "insert into notification (account, key, type, actor, object, activity, content, at)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
                        account.toString(),
                        one.key(),
                        one.type().name(),
                        one.actor(),
                        one.object().orElse(null),
                        one.activity(),
                        one.content().orElse(null),
                        one.at()))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> tellSome(Did account, Notification one, String alike, Instant since, int most) {
        return database.inTransaction(session -> Database.query(
                        session,
                        """
                        with before as (select 1 from notification where account = $1::text and key = $2::text),
                        told as (
                            insert into notification (account, key, type, actor, object, activity, content, at)
                            select $1, $2, $3, $4::text, $5::text, $6::text, $7::text, $8::timestamptz
                            where not exists (select 1 from before) and (
                                select count(*) from notification
                                where account = $1 and at > $10::timestamptz and type = $3 and left(key, length($9::text)) = $9::text) < $11::integer
                            on conflict do nothing returning 1)
                        select exists (select 1 from before) or exists (select 1 from told) as told""",
                        account.toString(),
                        one.key(),
                        one.type().name(),
                        one.actor(),
                        one.object().orElse(null),
                        one.activity(),
                        one.content().orElse(null),
                        one.at(),
                        alike,
                        since,
                        most))
                .map(rows -> rows.getFirst().getBoolean("told"));
    }

    private static Notification notification(Row row) {
        return new Notification(
                row.getString("key"),
                Notification.Type.valueOf(row.getString("type")),
                row.getString("actor"),
                Optional.ofNullable(row.getString("object")),
                row.getString("activity"),
                Optional.ofNullable(row.getString("content")),
                Database.instant(row, "at"));
    }
}
