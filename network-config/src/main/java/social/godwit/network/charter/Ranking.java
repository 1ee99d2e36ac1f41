package social.godwit.network.charter;

import java.util.Map;
import java.util.TreeMap;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.form.Members;
import social.godwit.network.form.Texts;

/**
 * A way to order what the network shows, explained in plain words. One is where people begin; {@link #CHRONOLOGICAL} is
 * always among them.
 *
 * @param algorithm {@link #CHRONOLOGICAL}, or the name or address under which it is published
 * @param parameters its numbers
 */
public record Ranking(
        String id, Texts title, String algorithm, Map<String, Double> parameters, Texts explanation, boolean preset) {
    /** Newest first, nothing left out. */
    public static final String CHRONOLOGICAL = "chronological";

    private static final int MAX_PARAMETERS = 32;

    public Ranking {
        parameters = Map.copyOf(parameters);
    }

    static Ranking read(Members members) {
        return new Ranking(
                members.id("id"),
                members.translated("title", 100),
                members.text("algorithm", 500),
                parameters(members, members.raw("parameters")),
                members.translated("explanation", 2_000),
                members.flag("preset"));
    }

    private static Map<String, Double> parameters(Members members, JsonObject map) {
        if (map.size() > MAX_PARAMETERS) {
            throw members.fault("parameters", "holds more than " + MAX_PARAMETERS);
        }
        Map<String, Double> parameters = new TreeMap<>();
        for (Map.Entry<String, Json> entry : map.members().entrySet()) {
            if (!(entry.getValue() instanceof JsonNumber number)
                    || entry.getKey().length() > 64) {
                throw members.fault("parameters/" + entry.getKey(), "is not a number with a short name");
            }
            parameters.put(entry.getKey(), number.asDouble());
        }
        return parameters;
    }
}
