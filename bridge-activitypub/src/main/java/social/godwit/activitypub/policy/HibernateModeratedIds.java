package social.godwit.activitypub.policy;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.store.Database;

/** {@link ModeratedIds} in the table {@code moderated_id}. */
@Singleton
final class HibernateModeratedIds implements ModeratedIds {
    /** Stands in a note's type where its copy was deleted by the moderators, not by its author. */
    private static final String PURGED = "Purged";

    private static final int ALL_MAX = 100_000;

    private final Database database;
    private final InstantSource clock;

    @Inject
    HibernateModeratedIds(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Uni<Void> set(String id, Supplier<Uni<Stance>> stance) {
        return database.inTransaction(session -> locked(session, id)
                .chain(stance::get)
                .chain(now -> now == Stance.ALLOW
                        ? Database.execute(session, "delete from moderated_id where id = $1", id)
                        : Database.execute(
                                session, "update moderated_id set stance = $2 where id = $1", id, now.name()))
                .replaceWithVoid());
    }

    /** The row is there and locked; a new one is seen by nobody else before the transaction ends. */
    private static Uni<Integer> locked(Mutiny.StatelessSession session, String id) {
        return Database.execute(
                session,
                "insert into moderated_id (id, stance) values ($1, $2)"
                        + " on conflict (id) do update set stance = moderated_id.stance",
                id,
                Stance.DENY.name());
    }

    @Override
    public Uni<Map<String, Stance>> all() {
        return database.inTransaction(session -> Database.query(session, """
                        select id, stance from moderated_id m
                        where not exists (select 1 from report r where r.reporter = 'filter' and m.id = any (r.objects))
                        limit $1""", ALL_MAX))
                .map(rows -> rows.stream()
                        .collect(Collectors.toUnmodifiableMap(
                                row -> row.getString("id"), row -> Stance.valueOf(row.getString("stance")))));
    }

    private static String about(String id) {
        return id.startsWith(HOST)
                ? "(author like 'http%' and '.' || split_part(split_part(author, '/', 3), ':', 1) like '%.' || $1::text)"
                : "(id = $1 or author = $1)";
    }

    private static String name(String id) {
        return id.startsWith(HOST) ? id.substring(HOST.length()) : id;
    }

    @Override
    public Uni<Integer> purge(String id) {
        return database.inTransaction(session -> Database.query(
                        session, """
                        update note set type = $2, deleted = $3, document = null, previous = null, audience = '{}'
                        where %s and not local and deleted is null returning id
                        """.formatted(about(id)), name(id), PURGED, clock.instant())
                .map(rows -> rows.stream().map(row -> row.getString("id")).toArray(String[]::new))
                .call(ids -> Database.execute(
                        session, "delete from interaction where object = any ($1::text[])", (Object) ids))
                .call(ids ->
                        Database.execute(session, "delete from recent_post where id = any ($1::text[])", (Object) ids))
                .call(ids ->
                        Database.execute(session, "delete from poll where question = any ($1::text[])", (Object) ids))
                .call(ids ->
                        Database.execute(session, "delete from wanted_note where id = any ($1::text[])", (Object) ids))
                .map(ids -> ids.length));
    }

    @Override
    public Uni<Integer> allowAgain(String id) {
        return database.inTransaction(session ->
                Database.execute(session, "delete from note where " + about(id) + " and type = $2", name(id), PURGED));
    }
}
