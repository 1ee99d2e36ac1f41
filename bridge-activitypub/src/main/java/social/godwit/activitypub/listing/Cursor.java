package social.godwit.activitypub.listing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A place in a list ordered by time and then by key. Written as {@code MICROSECONDS_KEY}, opaque to clients.
 *
 * @param at the item's time, to the microsecond
 * @param key what tells items of one microsecond apart: an id, unique in its list
 */
public record Cursor(Instant at, String key) implements Comparable<Cursor> {
    private static final int TEXT_MAX = 2_200;

    /** Reads what {@link #toString} wrote; empty for anything else. */
    public static Optional<Cursor> parse(String text) {
        int split = text.indexOf('_');
        if (split < 1 || split > 17 || text.length() > TEXT_MAX) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(text.substring(0, split));
            return Optional.of(new Cursor(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), text.substring(split + 1)));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Cursor other) {
        int time = at.compareTo(other.at);
        return time == 0 ? key.compareTo(other.key) : time;
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "_" + key;
    }
}
