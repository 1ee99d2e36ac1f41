package social.godwit.instance.admin.house;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.notification.Notification;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;

/** Tells everybody who is still at home here where there is a place for them, among their notifications. */
@ApplicationScoped
public class HibernateOffers {
    /** How many accounts are told in one transaction. */
    static final int AT_ONCE = 1_000;

    private static final String TELL = """
            with page as (
                select did from account
                where status = 'ACTIVE' and origin = split_part(gateways, ' ', 1) and did > $1 order by did limit $2),
            told as (
                insert into notification (account, key, type, actor, activity, content, at)
                select did, $3, $4, $5, $5 || '#' || $3, $6, $7 from page on conflict do nothing returning account)
            select (select max(did) from page) as last, (select count(*) from page) as looked,
                (select count(*) from told) as told""";

    private final Database database;
    private final InstanceKeys keys;
    private final InstantSource clock;

    HibernateOffers(Database database, InstanceKeys keys, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /** Tells them this, whom it was not told today already; how many were told. */
    public Uni<Long> tell(String text) {
        Instant now = clock.instant();
        String key = "offer:" + LocalDate.ofInstant(now, ZoneOffset.UTC) + ":"
                + Sha256.of(text.getBytes(StandardCharsets.UTF_8)).multibase();
        return tell(text, key, now, "", 0);
    }

    private Uni<Long> tell(String text, String key, Instant now, String after, long before) {
        return database.inTransaction(session -> Database.query(
                        session,
                        TELL,
                        after,
                        AT_ONCE,
                        key,
                        Notification.Type.MODERATION.name(),
                        keys.actorId(),
                        text,
                        now))
                .map(rows -> rows.getFirst())
                .chain(row -> {
                    long told = before + row.getLong("told");
                    return row.getLong("looked") < AT_ONCE
                            ? Uni.createFrom().item(told)
                            : tell(text, key, now, row.getString("last"), told);
                });
    }
}
