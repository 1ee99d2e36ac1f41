package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernateReceivedStore implements ReceivedStore {
    private static final int UNSIGNED_MAX = 500;

    private final Database database;

    @Inject
    HibernateReceivedStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Slice<Received>> inbox(Did account, Window window) {
        Paged paged =
                Paged.of(window, "i.received_at", "lpad(i.shard || '.' || i.position, 24, '0')", account.toString());
        return database.inTransaction(
                        session -> Database.query(session, """
                        select a.id, a.body, i.received_at, lpad(i.shard || '.' || i.position, 24, '0') as key
                        from inbox_item i join inbox_activity a on a.shard = i.shard and a.position = i.position
                        where i.account = $1
                        """ + paged.condition() + paged.order(), paged.parameters()))
                .map(rows -> {
                    Slice<Row> page = paged.slice(
                            rows,
                            row -> row,
                            row -> new Cursor(Database.instant(row, "received_at"), row.getString("key")));
                    return new Slice<>(
                            page.items().stream()
                                    .map(row -> new Received(
                                            row.getString("id"),
                                            row.getString("body"),
                                            Database.instant(row, "received_at")))
                                    .toList(),
                            page.next());
                });
    }

    @Override
    public Uni<List<Unsigned>> unsigned(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from inbox_unsigned where account = $1 order by since desc, id limit " + UNSIGNED_MAX,
                        account.toString()))
                .map(rows -> rows.stream()
                        .map(row -> new Unsigned(
                                row.getString("id"),
                                row.getString("type"),
                                row.getString("cause"),
                                Database.instant(row, "since")))
                        .toList());
    }
}
