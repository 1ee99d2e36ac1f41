package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.store.Database;

@Singleton
final class HibernateReportStore implements ReportStore {
    private final Database database;

    @Inject
    HibernateReportStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Slice<Report>> page(Window window) {
        Paged paged = Paged.of(window, "at", "id");
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from report where true" + paged.condition() + paged.order(),
                        paged.parameters()))
                .map(rows -> paged.slice(rows, HibernateReportStore::report, one -> new Cursor(one.at(), one.id())));
    }

    @Override
    public Uni<List<Report>> oldest(int limit) {
        return database.inTransaction(session -> Database.query(
                        session, "select * from report order by at, id limit $1 for update skip locked", limit))
                .map(rows -> rows.stream().map(HibernateReportStore::report).toList());
    }

    @Override
    public Uni<Void> remove(String id) {
        return database.inTransaction(session -> Database.execute(session, "delete from report where id = $1", id))
                .replaceWithVoid();
    }

    private static Report report(Row row) {
        return new Report(
                row.getString("id"),
                row.getString("reporter"),
                List.of(row.getArrayOfStrings("objects")),
                row.getString("content"),
                Database.instant(row, "at"));
    }
}
