package social.godwit.network.verification;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.store.Database;

/** {@link LinkStore} in PostgreSQL. */
@ApplicationScoped
class HibernateLinkStore implements LinkStore {
    private final Database database;

    HibernateLinkStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Kept>> of(String account) {
        return database.inTransaction(session -> Database.query(
                        session, "select * from profile_link where account = $1 limit $2", account, KEPT_MAX))
                .map(rows -> rows.stream().map(HibernateLinkStore::kept).toList());
    }

    @Override
    public Uni<Void> shown(String account, List<String> links, Instant now) {
        String[] asked = links.stream()
                .filter(link -> link.length() <= LENGTH_MAX)
                .limit(LINKS_MAX)
                .toArray(String[]::new);
        return database.inTransaction(session -> Database.query(
                        session, "select count(*) as kept from profile_link where account = $1", account)
                .chain(rows -> Database.execute(
                        session,
                        "insert into profile_link (account, link, due_at, shown_at)"
                                + " select $1::text, asked.link, $3::timestamptz, $3::timestamptz"
                                + " from unnest($2::text[]) as asked (link) where asked.link not in"
                                + " (select link from profile_link where account = $1) limit $4"
                                + " on conflict (account, link) do nothing",
                        account,
                        asked,
                        now,
                        Math.max(0, KEPT_MAX - rows.getFirst().getLong("kept"))))
                .chain(() -> Database.execute(
                        session,
                        "update profile_link set shown_at = $3 where account = $1 and link = any($2)",
                        account,
                        asked,
                        now))
                .replaceWithVoid());
    }

    @Override
    public Uni<List<Kept>> due(Instant now, Instant shownSince, Instant lease, int limit) {
        return database.inTransaction(session -> Database.query(session, """
                        update profile_link set due_at = $3 where (account, link) in
                            (select account, link from profile_link where due_at <= $1 and shown_at >= $2
                             order by due_at limit $4 for update skip locked)
                        returning *
                        """, now, shownSince, lease, limit))
                .map(rows -> rows.stream().map(HibernateLinkStore::kept).toList());
    }

    @Override
    public Uni<Void> checked(Kept link, String result, Instant at, Instant next) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update profile_link set result = $3, checked_at = $4, due_at = $5 where account = $1 and link = $2",
                        link.account(),
                        link.link(),
                        result,
                        at,
                        next)
                .replaceWithVoid());
    }

    @Override
    public Uni<Integer> forget(Instant before) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from profile_link where shown_at < $1", before));
    }

    private static Kept kept(Row row) {
        return new Kept(
                row.getString("account"),
                row.getString("link"),
                Optional.ofNullable(row.getString("result")),
                Optional.ofNullable(instant(row, "checked_at")),
                row.getOffsetDateTime("shown_at").toInstant());
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }
}
