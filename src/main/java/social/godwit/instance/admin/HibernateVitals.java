package social.godwit.instance.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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
        return database.inTransaction(session -> Database.query(
                        session,
                        "select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,"
                                + " current_setting('fsync') <> 'off' and current_setting('synchronous_commit') <> 'off'"
                                + " as durable, clock_timestamp() as now")
                .map(rows -> rows.getFirst())
                .map(row -> new Seen(
                        row.getString("version"),
                        row.getLong("bytes"),
                        row.getBoolean("durable"),
                        Database.instant(row, "now"))));
    }
}
