package social.godwit.instance.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import social.godwit.store.Database;

/** {@link Vitals} as PostgreSQL tells them. */
@ApplicationScoped
class HibernateVitals implements Vitals {
    private final Database database;

    HibernateVitals(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Seen> read() {
        return bytes().chain(bytes -> database.inTransaction(session -> Database.query(
                                session,
                                "select current_setting('server_version') as version,"
                                        + " coalesce(current_setting('fsync', true), 'on') <> 'off'"
                                        + " and coalesce(current_setting('synchronous_commit', true), 'on') <> 'off'"
                                        + " as durable, clock_timestamp() as now")
                        .map(rows -> rows.getFirst()))
                .map(row -> new Seen(
                        row.getString("version"), bytes, row.getBoolean("durable"), Database.instant(row, "now"))));
    }

    /** In a transaction of its own: a database that does not know the question ends it. */
    private Uni<OptionalLong> bytes() {
        return database.inTransaction(
                        session -> Database.query(session, "select pg_database_size(current_database()) as bytes")
                                .map(rows -> OptionalLong.of(rows.getFirst().getLong("bytes"))))
                .onFailure(Database::isUnsupported)
                .recoverWithItem(OptionalLong.empty());
    }
}
