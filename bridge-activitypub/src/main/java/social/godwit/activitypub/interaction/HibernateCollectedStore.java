package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Paged;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.Database;

@Singleton
final class HibernateCollectedStore implements CollectedStore {
    private final Database database;

    @Inject
    HibernateCollectedStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<Slice<Collected>> items(String id, Window window) {
        Paged paged = Paged.of(window, "added", "item", Ids.compared(id));
        return database.inTransaction(session -> Database.query(
                        session,
                        "select * from collected where collection = $1" + paged.condition() + paged.order(),
                        paged.parameters()))
                .map(rows -> paged.slice(
                        rows,
                        row -> new Collected(
                                row.getString("item"),
                                row.getString("spelling"),
                                row.getString("activity"),
                                Database.instant(row, "added")),
                        one -> new Cursor(one.added(), one.item())));
    }

    @Override
    public Uni<List<OwnCollection>> collections(Did account) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select id, name from own_collection where account = $1 order by name, id limit 1000",
                        account.toString()))
                .map(rows -> rows.stream()
                        .map(row -> new OwnCollection(row.getString("id"), row.getString("name")))
                        .toList());
    }
}
