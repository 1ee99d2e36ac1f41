package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Database;

/** The tables {@code remote_actor} and {@code remote_key}. */
@Singleton
final class HibernateActorMemory implements ActorMemory {
    private static final Duration UNUSED_MAX = Duration.ofDays(90);
    private static final int ACTORS_MAX = 1_000_000;
    private static final int KEYS_MAX = 200_000;

    private final Database database;

    HibernateActorMemory(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Optional<Remembered>> find(String canonicalId) {
        return database.inTransaction(session -> Database.query(session, """
                        select document, source, proven_handle, gone, fetched, checked from remote_actor
                        where authority = $1 and id = $2
                        """, Ids.origin(canonicalId), canonicalId)
                .map(rows -> rows.stream().findFirst().flatMap(HibernateActorMemory::read)));
    }

    private static Optional<Remembered> read(Row row) {
        byte[] bytes = Database.bytes(row, "document");
        Instant fetched = Database.instant(row, "fetched");
        URI source = URI.create(row.getString("source"));
        String id = new RemoteDocument("", bytes, source).json().string("id").orElse("");
        // What an older version of this program took for an actor may not be one for this version.
        return ActorReader.read(new RemoteDocument(id, bytes, source), fetched)
                        instanceof ActorReader.Reading.Actor reading
                ? Optional.of(new Remembered(
                        Optional.ofNullable(row.getString("proven_handle"))
                                .map(reading.actor()::known)
                                .orElse(reading.actor()),
                        row.getBoolean("gone"),
                        fetched,
                        Database.instant(row, "checked")))
                : Optional.empty();
    }

    @Override
    public Uni<Void> save(Remembered remembered) {
        RemoteActor actor = remembered.actor();
        return database.inTransaction(session -> Database.execute(
                        session,
                        """
                        insert into remote_actor
                            (authority, id, inbox, shared_inbox, document, source, proven_handle, gone, fetched, checked)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        on conflict (authority, id) do update set
                            inbox = excluded.inbox, shared_inbox = excluded.shared_inbox,
                            document = excluded.document, source = excluded.source,
                            proven_handle = excluded.proven_handle, gone = excluded.gone, fetched = excluded.fetched, checked = excluded.checked
                        """,
                        Ids.origin(actor.canonicalId()),
                        actor.canonicalId(),
                        actor.inbox(),
                        actor.sharedInbox().orElse(null),
                        actor.document().bytes(),
                        actor.document().source().toString(),
                        actor.claimedHandle()
                                .map(Handle::toString)
                                .filter(actor.handle()::equals)
                                .orElse(null),
                        remembered.gone(),
                        remembered.fetched(),
                        remembered.checked())
                .replaceWithVoid());
    }

    @Override
    public Uni<Void> tried(String canonicalId, Instant at) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update remote_actor set checked = $3 where authority = $1 and id = $2",
                        Ids.origin(canonicalId),
                        canonicalId,
                        at)
                .replaceWithVoid());
    }

    @Override
    public Uni<Optional<String>> owner(String keyId) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select actor from remote_key where authority = $1 and key_id = $2",
                        Ids.origin(keyId),
                        keyId)
                .map(rows -> rows.stream().findFirst().map(row -> row.getString("actor"))));
    }

    @Override
    public Uni<Void> saveOwner(String keyId, String actor, Instant at) {
        return database.inTransaction(session -> Database.execute(session, """
                        insert into remote_key (authority, key_id, actor, found) values ($1, $2, $3, $4)
                        on conflict (authority, key_id) do update set actor = excluded.actor, found = excluded.found
                        """, Ids.origin(keyId), keyId, actor, at)
                .replaceWithVoid());
    }

    @Override
    public Uni<Integer> upkeep(Instant now) {
        Instant oldest = now.minus(UNUSED_MAX);
        return database.inTransaction(session -> Database.execute(
                        session, "delete from remote_actor where checked < $1", oldest)
                .chain(actors -> Database.execute(session, "delete from remote_key where found < $1", oldest)
                        .map(keys -> actors + keys))
                .chain(expired -> Database.execute(session, """
                                delete from remote_actor where (authority, id) in (
                                    select authority, id from remote_actor order by checked desc offset $1)
                                """, ACTORS_MAX).map(surplus -> expired + surplus))
                .chain(before -> Database.execute(session, """
                                delete from remote_key where (authority, key_id) in (
                                    select authority, key_id from remote_key order by found desc offset $1)
                                """, KEYS_MAX).map(surplus -> before + surplus)));
    }
}
