package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.store.Database;

/**
 * Forgets posts from elsewhere that came here long ago and that nobody here has to do with, so that what strangers say to each other
 * does not pile up. It goes through them page by page, the newest first, and begins anew at the end.
 */
@Singleton
final class HibernateOldPosts {
    /** Twice as long as notifications, so that none leads to what is gone. */
    private static final Duration KEPT = Duration.ofDays(365);

    /** Public ones that name somebody here who has never had anything to do with them: whoever likes may write such. */
    private static final Duration NAMING_KEPT = Duration.ofDays(3 * 365);

    private static final int PAGE = 2_000;

    /**
     * A post stays while its author is followed from here or is of a network here; when it is for somebody here in private, answers or
     * quotes them, or was answered, quoted, liked, boosted, voted on or put aside by them; while someone followed boosted, liked or answered
     * it, or an answer is not old; for longer when it names somebody here in public. So do marks of what must not come back: what moderators
     * purged, and what a portable author deleted, whose old words anybody may bring again.
     */
    private static final String FORGOTTEN = """
            delete from note n
            where n.id = any ($1::text[]) and not n.local and n.arrived < $2 and n.type <> 'Purged'
                and (n.deleted is null or n.id not like 'ap://%')
                and not exists (select 1 from followed f where f.actor = n.author and f.state <> 'REJECTED')
                and not exists (select 1 from network_author a where a.actor = n.author)
                and (n.visibility = 'PUBLIC' and n.arrived < $3 or not exists (
                    select 1 from account a
                    where a.did = any (array(select split_part(u.id, '/', 3) from unnest(n.audience) u (id)))))
                and not exists (select 1 from note p where p.local and p.id in (n.in_reply_to, n.quote))
                and not exists (
                    select 1 from note r where r.in_reply_to = n.id and (r.local or r.arrived >= $2 or exists (
                        select 1 from followed f where f.actor = r.author and f.state <> 'REJECTED')))
                and not exists (select 1 from note q where q.quote = n.id and q.local)
                and not exists (select 1 from collected c where c.item = n.id)
                and not exists (
                    select 1 from interaction i where i.object = n.id and (
                        exists (select 1 from account a where a.did = split_part(i.actor, '/', 3)) or exists (
                            select 1 from followed f where f.actor = i.actor and f.state <> 'REJECTED')))
                and not exists (
                    select 1 from vote v join account a on a.did = split_part(v.actor, '/', 3) where v.question = n.id)
            returning n.id
            """;

    private final Database database;
    private final InstantSource clock;
    /** Where the last page ended; null: begin anew. */
    private volatile @Nullable Place last;

    @Inject
    HibernateOldPosts(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Place(Instant arrived, String id) {}

    /** Goes through the next page. */
    Uni<Void> forget() {
        Instant before = clock.instant().minus(KEPT);
        Place from = last == null ? new Place(before, "") : last;
        return database.inTransaction(session -> Database.query(session, """
                        select id, arrived from note where not local and (arrived, id) < ($1, $2)
                        order by arrived desc, id desc limit %d
                        """.formatted(PAGE), from.arrived(), from.id())
                .call(page -> forget(
                        session, page.stream().map(row -> row.getString("id")).toArray(String[]::new), before))
                .invoke(page -> last = page.size() < PAGE
                        ? null
                        : new Place(
                                Database.instant(page.getLast(), "arrived"),
                                page.getLast().getString("id")))
                .replaceWithVoid());
    }

    private Uni<Void> forget(Mutiny.StatelessSession session, String[] page, Instant before) {
        return Database.query(session, FORGOTTEN, page, before, clock.instant().minus(NAMING_KEPT))
                .map(rows -> rows.stream().map(row -> row.getString("id")).toArray(String[]::new))
                .chain(gone -> {
                    Uni<Void> all = Uni.createFrom().voidItem();
                    for (String table :
                            List.of("interaction where object", "poll where question", "vote where question")) {
                        all = all.chain(() -> Database.execute(
                                        session, "delete from " + table + " = any ($1::text[])", (Object) gone))
                                .replaceWithVoid();
                    }
                    return all;
                });
    }
}
