package social.godwit.network.filter;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import social.godwit.network.filter.FilterForm.Reading;
import social.godwit.network.moderation.StoredJson;
import social.godwit.store.Database;

/** {@link FilterStore} in the table {@code filter}. */
@ApplicationScoped
class HibernateFilterStore implements FilterStore {
    /** All filters together, in characters: what is compiled of them is held in memory. */
    private static final long SIZE_MAX = 512 * 1024;

    private final Database database;

    HibernateFilterStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Filter>> all() {
        return database.inTransaction(session -> Database.query(
                        session, "select id, body from filter order by place, id limit $1", Filter.FILTERS_MAX)
                .map(rows -> rows.stream().map(HibernateFilterStore::filter).toList()));
    }

    @Override
    public Uni<Boolean> put(Filter filter) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select count(*) as others, coalesce(sum(length(body)), 0)::bigint as size from filter where id <> $1",
                        filter.id())
                .chain(rows -> rows.getFirst().getLong("others") >= Filter.FILTERS_MAX
                                || rows.getFirst().getLong("size")
                                                + FilterForm.write(filter)
                                                        .toString()
                                                        .length()
                                        > SIZE_MAX
                        ? Uni.createFrom().item(false)
                        : Database.execute(
                                        session,
                                        "insert into filter (id, place, body) values ($1, $2, $3)"
                                                + " on conflict (id) do update set place = excluded.place, body = excluded.body",
                                        filter.id(),
                                        filter.order(),
                                        FilterForm.write(filter).toString())
                                .replaceWith(true)));
    }

    @Override
    public Uni<Boolean> remove(String id) {
        return database.inTransaction(session -> Database.execute(session, "delete from filter where id = $1", id)
                .map(count -> count > 0));
    }

    private static Filter filter(Row row) {
        return switch (FilterForm.read(row.getString("id"), StoredJson.read(row.getString("body")))) {
            case Reading.Read(Filter filter) -> filter;
            case Reading.Not(String why) -> throw new IllegalStateException("a stored filter is damaged: " + why);
        };
    }
}
