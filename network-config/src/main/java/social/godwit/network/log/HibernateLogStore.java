package social.godwit.network.log;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.StoredJson;
import social.godwit.store.Database;

/** {@link LogStore} in PostgreSQL. The one row of the head is locked while an entry is added. */
@ApplicationScoped
class HibernateLogStore implements LogStore {
    private final Database database;

    HibernateLogStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Void> append(Function<LogChain.Head, JsonObject> next) {
        return database.inTransaction(session -> Database.query(
                        session, "select * from moderation_log_head where one = 1 for update")
                .map(rows -> head(rows.getFirst()))
                .chain(head -> write(session, head.number() + 1, next.apply(head))));
    }

    private static Uni<Void> write(Mutiny.StatelessSession session, long number, JsonObject entry) {
        return Database.execute(
                        session,
                        "insert into moderation_log (number, at, action, measure, rule, automated, entry)"
                                + " values ($1, $2, $3, $4, $5, $6, $7)",
                        number,
                        Instant.parse(entry.string("at").orElseThrow()),
                        entry.string("action").orElseThrow(),
                        entry.string("measure").orElseThrow(),
                        entry.string("rule").orElseThrow(),
                        new JsonBoolean(true).equals(entry.get("automated")),
                        entry.toString())
                .chain(() -> Database.execute(
                        session,
                        "update moderation_log_head set number = $1, hash = $2 where one = 1",
                        number,
                        LogChain.hash(entry).bytes()))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<JsonObject>> page(long after, Instant before, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select entry from moderation_log where number > $1 and at < $2 order by number limit $3",
                        after,
                        before,
                        limit))
                .map(rows -> rows.stream().map(HibernateLogStore::entry).toList());
    }

    @Override
    public Uni<List<JsonObject>> latest(long below, Instant before, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select entry from moderation_log where number < $1 and at < $2 order by number desc limit $3",
                        below,
                        before,
                        limit))
                .map(rows -> rows.stream().map(HibernateLogStore::entry).toList());
    }

    @Override
    public Uni<List<Figure>> figures(Instant from, Instant to) {
        return database.inTransaction(session -> Database.query(session, """
                        select action, measure, rule, automated, count(*) as counted from moderation_log
                        where at >= $1 and at < $2 group by action, measure, rule, automated
                        order by action, measure, rule, automated limit 10000
                        """, from, to))
                .map(rows -> rows.stream()
                        .map(row -> new Figure(
                                row.getString("action"),
                                row.getString("measure"),
                                row.getString("rule"),
                                row.getBoolean("automated"),
                                row.getLong("counted")))
                        .toList());
    }

    private static LogChain.Head head(Row row) {
        return new LogChain.Head(
                row.getLong("number"),
                Optional.ofNullable(row.getBuffer("hash")).map(bytes -> Sha256.ofHash(bytes.getBytes())),
                row.getString("salt"));
    }

    private static JsonObject entry(Row row) {
        return StoredJson.read(row.getString("entry"));
    }
}
