package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.Database;

/** {@link MirrorStore} in PostgreSQL. */
final class HibernateMirrorStore implements MirrorStore {
    private final Database database;

    HibernateMirrorStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Boolean> add(Mirror mirror) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into mirror (target, kind, origin, peer, quota, used, next_at, problem)
                        select $1, $2, $3, $4, $5, 0, $6, ''
                        where (select count(*) from mirror) < $7 or exists (select 1 from mirror where target = $1)
                        on conflict (target) do update set kind = excluded.kind, origin = excluded.origin,
                            peer = excluded.peer, quota = excluded.quota, used = 0, walked_to = null, walked_at = null,
                            cursor = null, next_at = excluded.next_at, problem = ''
                        """,
                        mirror.target(),
                        mirror.kind().name(),
                        mirror.peer().origin().toString(),
                        mirror.peer().key().toString(),
                        mirror.quota(),
                        mirror.nextAt(),
                        (long) MAX))
                .map(rows -> rows > 0);
    }

    @Override
    public Uni<Boolean> remove(String target) {
        return database.inTransaction(
                        session -> Database.execute(session, "delete from mirror where target = $1", target))
                .map(rows -> rows > 0);
    }

    @Override
    public Uni<List<Mirror>> all() {
        return database.inTransaction(session -> Database.query(session, "select * from mirror order by target"))
                .map(rows -> rows.stream().map(HibernateMirrorStore::mirror).toList());
    }

    @Override
    public Uni<Optional<Mirror>> claim(Instant now, Instant lease) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from mirror where next_at <= $1 order by next_at limit 1 for update skip locked",
                        now)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : Database.execute(
                                        session,
                                        "update mirror set next_at = $2 where target = $1",
                                        rows.getFirst().getString("target"),
                                        lease)
                                .replaceWith(Optional.of(mirror(rows.getFirst())))));
    }

    @Override
    public Uni<Void> save(Mirror mirror) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        update mirror set used = $2, walked_to = $3, walked_at = $4, cursor = $5, next_at = $6,
                            problem = $7
                        where target = $1
                        """,
                        mirror.target(),
                        mirror.used(),
                        mirror.walkedTo().map(Did::toString).orElse(null),
                        mirror.walkedAt().orElse(null),
                        mirror.cursor().orElse(null),
                        mirror.nextAt(),
                        mirror.problem()))
                .replaceWithVoid();
    }

    private static Mirror mirror(Row row) {
        OffsetDateTime walked = row.getOffsetDateTime("walked_at");
        return new Mirror(
                row.getString("target"),
                Mirror.Kind.valueOf(row.getString("kind")),
                new Peer(
                        Origin.parse(row.getString("origin")).orElseThrow(),
                        Did.parse(row.getString("peer")).orElseThrow()),
                row.getLong("quota"),
                row.getLong("used"),
                Optional.ofNullable(row.getString("walked_to")).flatMap(Did::parse),
                Optional.ofNullable(walked).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("cursor")),
                Database.instant(row, "next_at"),
                row.getString("problem"));
    }

    @Override
    public Uni<Long> position(Did peer, Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select position from mirror_position where peer = $1 and did = $2",
                        peer.toString(),
                        account.toString()))
                .map(rows -> rows.isEmpty() ? 0L : rows.getFirst().getLong("position"));
    }

    @Override
    public Uni<Void> fetched(Did peer, Did account, long position) {
        return database.inTransaction(
                        session -> Database.execute(session, """
                        insert into mirror_position (peer, did, position) values ($1, $2, $3)
                        on conflict (peer, did) do update set position = excluded.position
                        """, peer.toString(), account.toString(), position))
                .replaceWithVoid();
    }
}
