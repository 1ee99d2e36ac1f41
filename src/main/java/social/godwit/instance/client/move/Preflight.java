package social.godwit.instance.client.move;

import java.util.List;
import java.util.Locale;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;

/**
 * What a move would do, found out without changing anything.
 *
 * @param problems what stands in the way, in words; empty: nothing
 * @param forecast what becomes of the followers
 */
public record Preflight(Journey.Door door, Origin from, Origin to, List<String> problems, Forecast forecast) {
    public Preflight {
        problems = List.copyOf(problems);
    }

    /** {@code door}, {@code from}, {@code to}, {@code problems}, and the forecast's members, for scripts. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("door", door.name().toLowerCase(Locale.ROOT))
                .put("from", from.toString())
                .put("to", to.toString())
                .put("problems", problems)
                .putAll(forecast.json())
                .build();
    }
}
