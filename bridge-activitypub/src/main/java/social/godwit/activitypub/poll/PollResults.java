package social.godwit.activitypub.poll;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/**
 * A poll's standing.
 *
 * @param options in the author's order
 * @param multiple true when one may choose several
 * @param closes when it closes, if ever
 * @param closed true when no vote counts any more
 * @param voters how many actors voted
 */
public record PollResults(
        List<Option> options, boolean multiple, Optional<Instant> closes, boolean closed, long voters) {
    public PollResults {
        options = List.copyOf(options);
    }

    /** The question with these totals in it, as its author's server shows it. */
    public JsonObject in(JsonObject question) {
        Map<String, Long> votes = new HashMap<>();
        options.forEach(option -> votes.put(option.name(), option.votes()));
        String key = question.has("anyOf") ? "anyOf" : "oneOf";
        List<Json> counted = question.list(key).stream()
                .map(option -> option instanceof JsonObject choice
                        ? (Json) choice.with("replies", total(votes, choice))
                        : option)
                .toList();
        return question.with(key, new JsonArray(counted)).with("votersCount", JsonNumber.of(voters));
    }

    private static JsonObject total(Map<String, Long> votes, JsonObject choice) {
        return JsonObject.builder()
                .put("type", "Collection")
                .put("totalItems", votes.getOrDefault(choice.string("name").orElse(""), 0L))
                .build();
    }

    /**
     * One option.
     *
     * @param name its text
     * @param votes how many actors chose it
     */
    public record Option(String name, long votes) {}
}
