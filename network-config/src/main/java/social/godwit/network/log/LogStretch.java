package social.godwit.network.log;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * Some entries of the log for people to leaf through, and whether there are others beside them.
 *
 * @param entries newest first
 */
public record LogStretch(List<JsonObject> entries, boolean newer, boolean older) {
    public LogStretch {
        entries = List.copyOf(entries);
    }

    /** From where to read: the newest entries, those next below a number, or those next above one. */
    public sealed interface From {
        /** The newest entries. */
        record Newest() implements From {}

        /** Those next below a number. */
        record Below(long number) implements From {}

        /** Those next above a number; the newest ones when there are too few of them to fill a page. */
        record Above(long number) implements From {}

        /** As two parameters of an address say it, at most one of which is there. */
        static From of(Optional<Long> below, Optional<Long> above) {
            return below.<From>map(Below::new).or(() -> above.map(Above::new)).orElseGet(Newest::new);
        }
    }

    /** Reads at most {@code limit} entries that were written before {@code before}. */
    public static Uni<LogStretch> read(LogStore log, From from, Instant before, int limit) {
        return switch (from) {
            case From.Newest newest -> below(log, Long.MAX_VALUE, before, limit);
            case From.Below(long number) -> below(log, number, before, limit);
            case From.Above(long number) ->
                log.page(number, before, limit + 1)
                        .chain(found -> found.size() > limit
                                ? Uni.createFrom()
                                        .item(new LogStretch(
                                                found.subList(0, limit).reversed(), true, true))
                                : below(log, Long.MAX_VALUE, before, limit));
        };
    }

    private static Uni<LogStretch> below(LogStore log, long number, Instant before, int limit) {
        return log.latest(number, before, limit + 1).chain(found -> {
            List<JsonObject> entries = found.subList(0, Math.min(limit, found.size()));
            boolean older = found.size() > limit;
            return number == Long.MAX_VALUE
                    ? Uni.createFrom().item(new LogStretch(entries, false, older))
                    : log.page(number - 1, before, 1).map(next -> new LogStretch(entries, !next.isEmpty(), older));
        });
    }

    /** The number of an entry. */
    public static long number(JsonObject entry) {
        return entry.get("number") instanceof JsonNumber number ? (long) number.asDouble() : 0;
    }

    /** For programs. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("entries", entries)
                .put("newer", newer)
                .put("older", older)
                .build();
    }
}
