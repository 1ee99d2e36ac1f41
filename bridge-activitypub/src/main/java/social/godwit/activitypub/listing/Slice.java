package social.godwit.activitypub.listing;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list, newest first.
 *
 * @param items at most as many as asked for
 * @param next where the page after this one begins; empty when nothing older is left
 */
public record Slice<T>(List<T> items, Optional<Cursor> next) {
    public Slice {
        items = List.copyOf(items);
    }

    /** A list with nothing in it. */
    public static <T> Slice<T> empty() {
        return new Slice<>(List.of(), Optional.empty());
    }
}
