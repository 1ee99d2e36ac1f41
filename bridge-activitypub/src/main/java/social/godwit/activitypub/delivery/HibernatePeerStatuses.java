package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.store.Database;

/** {@link PeerStatuses} out of {@code delivery_peer}. */
@ApplicationScoped
class HibernatePeerStatuses implements PeerStatuses {
    private static final int LIMIT_MAX = 500;

    private static final String SELECT = """
            select p.*, (select count(*) from delivery_entry e where e.host = p.host) as waiting
            from delivery_peer p""";

    private final Database database;
    private final InstantSource clock;

    HibernatePeerStatuses(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Uni<List<PeerStatus>> page(Optional<String> after, int limit) {
        return database.inTransaction(session -> Database.query(
                        session,
                        SELECT + " where host > $1 order by host limit $2",
                        after.orElse(""),
                        Math.clamp(limit, 1, LIMIT_MAX)))
                .map(rows -> rows.stream().map(HibernatePeerStatuses::status).toList());
    }

    @Override
    public Uni<Optional<PeerStatus>> find(String host) {
        return database.inTransaction(session -> Database.query(session, SELECT + " where host = $1", host))
                .map(rows -> rows.stream().map(HibernatePeerStatuses::status).findFirst());
    }

    private static PeerStatus status(Row row) {
        int failures = row.getInteger("failures");
        return new PeerStatus(
                row.getString("host"),
                row.getLong("position"),
                row.getLong("newest"),
                row.getLong("waiting"),
                failures,
                HibernateDeliveryQueue.optionalInstant(row, "failing_since"),
                HibernateDeliveryQueue.optionalInstant(row, "due"),
                HibernateDeliveryQueue.optionalInstant(row, "last_success"),
                Optional.ofNullable(row.getString("last_problem")),
                row.getLong("refused"),
                Optional.ofNullable(row.getString("last_refusal")));
    }

    @Override
    public Uni<Totals> totals() {
        return database.inTransaction(session -> Database.query(session, """
                        select count(*) as peers, count(*) filter (where failures > 0) as failing,
                            (select count(*) from delivery_entry) as waiting
                        from delivery_peer"""))
                .map(List::getFirst)
                .map(row -> new Totals(row.getLong("peers"), row.getLong("failing"), row.getLong("waiting")));
    }

    @Override
    public Uni<Boolean> retryNow(String host) {
        return database.inTransaction(session -> Database.execute(
                        session,
                        "update delivery_peer set due = $2 where host = $1 and due is not null",
                        host,
                        clock.instant()))
                .map(rows -> rows > 0);
    }
}
