package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
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
                .map(rows -> paged.slice(
                        rows,
                        row -> new Report(
                                row.getString("id"),
                                row.getString("reporter"),
                                List.of(row.getArrayOfStrings("objects")),
                                row.getString("content"),
                                Database.instant(row, "at")),
                        one -> new Cursor(one.at(), one.id())));
    }
}
