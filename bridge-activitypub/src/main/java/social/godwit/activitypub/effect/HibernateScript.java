package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import social.godwit.store.Database;

/**
 * Statements that run one after the other, each for many rows at once: every column of the rows is one array parameter.
 * Names of tables and columns are the program's own, never input.
 */
@SuppressWarnings("varargs")
final class HibernateScript {
    private final Mutiny.StatelessSession session;
    private Uni<Void> all = Uni.createFrom().voidItem();

    HibernateScript(Mutiny.StatelessSession session) {
        this.session = session;
    }

    /**
     * A column of many rows.
     *
     * @param sql PostgreSQL's name of the column's type
     * @param read what is stored, written in SQL over the column's name; the name itself where the value is stored as it
     *     is
     */
    record Column<T, C>(String name, String sql, String read, Class<C> type, Function<T, @Nullable C> value) {
        Object of(List<T> rows) {
            Object array = Array.newInstance(type, rows.size());
            for (int i = 0; i < rows.size(); i++) {
                Array.set(array, i, value.apply(rows.get(i)));
            }
            return array;
        }

        /** Stores what {@code read} makes of the value. */
        Column<T, C> as(String read) {
            return new Column<>(name, sql, read, type, value);
        }
    }

    static <T> Column<T, String> text(String name, Function<T, @Nullable String> value) {
        return new Column<>(name, "text", name, String.class, value);
    }

    static <T> Column<T, Instant> time(String name, Function<T, @Nullable Instant> value) {
        return new Column<>(name, "timestamptz", name, Instant.class, value);
    }

    static <T> Column<T, Boolean> flag(String name, Function<T, Boolean> value) {
        return new Column<>(name, "boolean", name, Boolean.class, value);
    }

    static <T> Column<T, byte[]> bytes(String name, Function<T, byte[]> value) {
        return new Column<>(name, "bytea", name, byte[].class, value);
    }

    static <T> Column<T, Long> count(String name, Function<T, Long> value) {
        return new Column<>(name, "bigint", name, Long.class, value);
    }

    /** Inserts the rows that are not there yet. */
    @SafeVarargs
    final <T> void add(String table, List<T> rows, Column<T, ?>... columns) {
        put(table, rows, "do nothing", Arrays.stream(columns).toList());
    }

    /** Inserts rows; {@code conflict} says what becomes of those that are there. */
    @SafeVarargs
    final <T> void put(String table, List<T> rows, String conflict, Column<T, ?>... columns) {
        put(table, rows, conflict, Arrays.stream(columns).toList());
    }

    private <T> void put(String table, List<T> rows, String conflict, List<Column<T, ?>> all) {
        run(
                "insert into " + table + " (" + joined(all, Column::name) + ") select " + joined(all, Column::read)
                        + " from " + given(all) + " on conflict " + conflict,
                rows,
                all);
    }

    /** Deletes the rows whose columns of these names are the keys' parts. */
    void drop(String table, List<ChangeBatch.Key> keys, String... names) {
        List<Function<ChangeBatch.Key, @Nullable String>> parts =
                List.of(ChangeBatch.Key::one, ChangeBatch.Key::two, ChangeBatch.Key::three, ChangeBatch.Key::four);
        List<Column<ChangeBatch.Key, ?>> columns = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            columns.add(text(names[i], parts.get(i)));
        }
        String same = Arrays.stream(names)
                .map(name -> table + "." + name + " = given." + name)
                .collect(Collectors.joining(" and "));
        run("delete from " + table + " using " + given(columns) + " where " + same, keys, columns);
    }

    /** Any statement over the columns' arrays, unless there are no rows. */
    @SafeVarargs
    final <T> void write(List<T> rows, String statement, Column<T, ?>... columns) {
        run(statement, rows, Arrays.stream(columns).toList());
    }

    private <T> void run(String statement, List<T> rows, List<Column<T, ?>> columns) {
        if (!rows.isEmpty()) {
            run(statement, columns.stream().map(column -> column.of(rows)).toArray());
        }
    }

    void run(String statement, Object... parameters) {
        all = all.chain(() -> Database.execute(session, statement, parameters)).replaceWithVoid();
    }

    /** Runs what was collected. */
    Uni<Void> run() {
        return all;
    }

    private static <T> String given(List<Column<T, ?>> columns) {
        String arrays = IntStream.range(0, columns.size())
                .mapToObj(i -> "$" + (i + 1) + "::" + columns.get(i).sql() + "[]")
                .collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") given (" + joined(columns, Column::name) + ")";
    }

    private static <T> String joined(List<Column<T, ?>> columns, Function<Column<T, ?>, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }
}
