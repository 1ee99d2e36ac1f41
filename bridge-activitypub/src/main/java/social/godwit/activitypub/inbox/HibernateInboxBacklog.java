package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;
import social.godwit.store.Database;

/** {@link InboxBacklog} from the queue's tables. */
@ApplicationScoped
class HibernateInboxBacklog implements InboxBacklog {
    private final Database database;

    HibernateInboxBacklog(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Seen> read() {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select (select count(*) from inbox_queue) as waiting,"
                                + " (select min(a.received_at) from inbox_queue q"
                                + " join inbox_activity a on a.shard = q.shard and a.position = q.position) as oldest,"
                                + " (select count(*) from inbox_parked) as parked")
                .map(rows -> rows.getFirst())
                .map(row -> new Seen(
                        row.getLong("waiting"),
                        Optional.ofNullable(row.getOffsetDateTime("oldest")).map(OffsetDateTime::toInstant),
                        row.getLong("parked"))));
    }
}
