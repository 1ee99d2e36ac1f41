package social.godwit.network.log;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import social.godwit.identity.json.JsonObject;

/** Keeps the moderation log. Nothing here changes or deletes an entry. */
public interface LogStore {
    /** Adds one entry at the end; two at once follow each other. */
    Uni<Void> append(Function<LogChain.Head, JsonObject> next);

    /** At most {@code limit} entries after number {@code after} that were written before {@code before}, in order. */
    Uni<List<JsonObject>> page(long after, Instant before, int limit);

    /** At most {@code limit} entries below number {@code below} that were written before {@code before}, newest first. */
    Uni<List<JsonObject>> latest(long below, Instant before, int limit);

    /** How often what was done within a time: for a report on transparency. */
    Uni<List<Figure>> figures(Instant from, Instant to);

    /** One count. */
    record Figure(String action, String measure, String rule, boolean automated, long count) {}
}
