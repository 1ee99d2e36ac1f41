package social.godwit.activitypub.listing;

import java.util.Optional;

/**
 * Which part of a list is asked for. Lists are newest first. At most one of the two cursors is used; {@code after}
 * wins. A cursor that cannot be read is as if absent.
 *
 * @param before only what is older than this cursor
 * @param after only what is newer than this cursor, the oldest of it first taken, still shown newest first
 * @param limit how many items at most, 1 to {@value #LIMIT_MAX}
 */
public record Window(Optional<Cursor> before, Optional<Cursor> after, int limit) {
    /** The most items of one page, where items are small. */
    public static final int LIMIT_MAX = 1_000;

    public Window {
        limit = Math.clamp(limit, 1, LIMIT_MAX);
    }

    /** The newest {@code limit} items. */
    public static Window newest(int limit) {
        return new Window(Optional.empty(), Optional.empty(), limit);
    }

    /** The {@code limit} items that come after the page that ended with {@code cursor}. */
    public static Window before(Cursor cursor, int limit) {
        return new Window(Optional.of(cursor), Optional.empty(), limit);
    }
}
