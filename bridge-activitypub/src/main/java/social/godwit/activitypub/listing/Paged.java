package social.godwit.activitypub.listing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A window as SQL: which rows to take and in which order. One row more than asked for is taken, to know whether there is
 * a next page.
 */
public final class Paged {
    private final Window window;
    private final String at;
    private final String key;
    private final List<@Nullable Object> parameters;
    private final int first;

    private Paged(Window window, String at, String key, List<@Nullable Object> parameters) {
        this.window = window;
        this.at = at;
        this.key = key;
        this.first = parameters.size() + 1;
        this.parameters = new ArrayList<>(parameters);
        cursor().ifPresent(cursor -> {
            this.parameters.add(cursor.at());
            this.parameters.add(cursor.key());
        });
    }

    /**
     * A window over rows ordered by the columns {@code at} and {@code key}, both without any text of strangers.
     *
     * @param parameters the parameters that the statement has before those of the window
     */
    public static Paged of(Window window, String at, String key, @Nullable Object... parameters) {
        return new Paged(window, at, key, Arrays.asList(parameters));
    }

    private Optional<Cursor> cursor() {
        return window.after().or(window::before);
    }

    private boolean isForward() {
        return window.after().isPresent();
    }

    /** {@code and (at, key) < ($n, $m)}, or nothing. */
    public String condition() {
        return condition(at, key);
    }

    /** The same over other columns, for a part of the statement. */
    public String condition(String otherAt, String otherKey) {
        return cursor().isEmpty()
                ? ""
                : " and (%s, %s) %s ($%d::timestamptz, $%d::text) "
                        .formatted(otherAt, otherKey, isForward() ? ">" : "<", first, first + 1);
    }

    /** {@code order by … limit …}. */
    public String order() {
        return order(at, key);
    }

    /** The same over other columns, for a part of the statement. */
    public String order(String otherAt, String otherKey) {
        String direction = isForward() ? "asc" : "desc";
        return " order by %s %s, %s %s limit %d "
                .formatted(otherAt, direction, otherKey, direction, window.limit() + 1);
    }

    /** All parameters of the statement. */
    public @Nullable Object[] parameters() {
        return parameters.toArray();
    }

    /** The page out of the rows. */
    public <R, T> Slice<T> slice(List<R> rows, Function<R, T> item, Function<T, Cursor> place) {
        List<R> taken = new ArrayList<>(rows.subList(0, Math.min(rows.size(), window.limit())));
        if (isForward()) {
            Collections.reverse(taken);
        }
        List<T> items = taken.stream().map(item).toList();
        boolean more = isForward() || rows.size() > window.limit();
        return new Slice<>(
                items, more && !items.isEmpty() ? Optional.of(place.apply(items.getLast())) : Optional.empty());
    }
}
