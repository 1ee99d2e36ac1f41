package social.godwit.network.filter;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import social.godwit.network.filter.FilterForm.Reading;
import social.godwit.network.moderation.StoredJson;
import social.godwit.store.Database;

/** {@link FilterStore} in the table {@code filter}. */
@ApplicationScoped
class HibernateFilterStore implements FilterStore {
    /** All filters together, in characters: what is compiled of them is held in memory. */
    private static final long SIZE_MAX = 512 * 1024;

    /** How far filters stand from each other after they were put into an order. */
    private static final int STEP = 10;

    private final Database database;

    HibernateFilterStore(Database database) {
        this.database = database;
    }

    @Override
    public Uni<List<Filter>> all() {
        return database.inTransaction(session -> all(session, ""));
    }

    private static Uni<List<Filter>> all(Mutiny.StatelessSession session, String locking) {
        return Database.query(
                        session,
                        "select id, body from filter order by place, id limit $1" + locking,
                        Filter.FILTERS_MAX)
                .map(rows -> rows.stream().map(HibernateFilterStore::filter).toList());
    }

    @Override
    public Uni<Written> put(Filter filter, boolean fresh) {
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
                        ? Uni.createFrom().item(Written.FULL)
                        : Database.execute(
                                        session,
                                        "insert into filter (id, place, body) values ($1, $2, $3)"
                                                + " on conflict (id) do "
                                                + (fresh
                                                        ? "nothing"
                                                        : "update set place = excluded.place, body = excluded.body"),
                                        filter.id(),
                                        filter.order(),
                                        FilterForm.write(filter).toString())
                                .map(count -> count > 0 ? Written.DONE : Written.TAKEN)));
    }

    @Override
    public Uni<Optional<Filter>> turn(String id, boolean on) {
        return database.inTransaction(session -> Database.query(
                        session, "select id, body from filter where id = $1 for update", id)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : turned(session, filter(rows.getFirst()).turned(on))));
    }

    private static Uni<Optional<Filter>> turned(Mutiny.StatelessSession session, Filter filter) {
        return Database.execute(
                        session,
                        "update filter set body = $2 where id = $1",
                        filter.id(),
                        FilterForm.write(filter).toString())
                .replaceWith(Optional.of(filter));
    }

    @Override
    public Uni<Boolean> remove(String id) {
        return database.inTransaction(
                session -> Database.execute(session, "delete from filter_hit where network = '' and filter = $1", id)
                        .chain(() -> Database.execute(session, "delete from filter where id = $1", id))
                        .map(count -> count > 0));
    }

    @Override
    public Uni<Void> order(List<String> ids) {
        return database.inTransaction(session -> all(session, " for update").chain(all -> {
                    List<Filter> next = new ArrayList<>(all);
                    next.sort(Comparator.comparingInt(filter -> place(ids, filter)));
                    List<Filter> placed = IntStream.range(0, next.size())
                            .mapToObj(i -> next.get(i).at((i + 1) * STEP))
                            .toList();
                    return Database.execute(
                            session,
                            "update filter set place = n.place, body = n.body"
                                    + " from unnest($1::text[], $2::integer[], $3::text[]) n (id, place, body)"
                                    + " where filter.id = n.id",
                            placed.stream().map(Filter::id).toArray(String[]::new),
                            placed.stream().map(Filter::order).toArray(Integer[]::new),
                            placed.stream()
                                    .map(filter -> FilterForm.write(filter).toString())
                                    .toArray(String[]::new));
                }))
                .replaceWithVoid();
    }

    private static int place(List<String> ids, Filter filter) {
        int at = ids.indexOf(filter.id());
        return at < 0 ? ids.size() : at;
    }

    @Override
    public Uni<Void> found(Map<Name, Long> hits, LocalDate day) {
        List<Map.Entry<Name, Long>> all = List.copyOf(hits.entrySet());
        return database.inTransaction(session -> Database.execute(
                                session,
                                "insert into filter_hit (network, filter, day, hits)"
                                        + " select n.network, n.filter, $1::date, n.hits"
                                        + " from unnest($2::text[], $3::text[], $4::bigint[]) n (network, filter, hits)"
                                        + " on conflict (network, filter, day)"
                                        + " do update set hits = filter_hit.hits + excluded.hits",
                                day,
                                all.stream().map(one -> one.getKey().network()).toArray(String[]::new),
                                all.stream().map(one -> one.getKey().id()).toArray(String[]::new),
                                all.stream().map(Map.Entry::getValue).toArray(Long[]::new))
                        .chain(() -> Database.execute(
                                session, "delete from filter_hit where day <= $1", day.minusDays(COUNTED_DAYS))))
                .replaceWithVoid();
    }

    @Override
    public Uni<Map<Name, Long>> hits(LocalDate today) {
        return database.inTransaction(session -> Database.query(
                        session,
                        "select network, filter, sum(hits)::bigint as hits from filter_hit where day > $1"
                                + " group by network, filter",
                        today.minusDays(COUNTED_DAYS)))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new Name(row.getString("network"), row.getString("filter")),
                                row -> row.getLong("hits"))));
    }

    private static Filter filter(Row row) {
        return switch (FilterForm.read(row.getString("id"), StoredJson.read(row.getString("body")))) {
            case Reading.Read(Filter filter) -> filter;
            case Reading.Not not -> throw new IllegalStateException("a stored filter is damaged: " + not.why());
        };
    }
}
