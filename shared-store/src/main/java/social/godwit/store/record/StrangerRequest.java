package social.godwit.store.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * A stranger's POST to an inbox, as far as its signature covers it; or only its body, when the activity carries its own
 * proof.
 *
 * @param head how it was sent; empty when the body proves itself
 * @param body the activity's JSON text, verbatim
 */
public record StrangerRequest(Optional<Head> head, String body) {
    /** Most header fields. */
    public static final int HEADERS_MAX = 32;
    /** Most characters of all header fields together. */
    public static final int HEADERS_LENGTH_MAX = 16 * 1024;
    /** Longest target. */
    public static final int TARGET_LENGTH_MAX = 2_048;

    private static final Set<String> FULL = Set.of("method", "target", "headers", "body");
    private static final Set<String> BARE = Set.of("body");

    /**
     * Request line and header fields.
     *
     * @param target path and query as on the request line, 1 to {@link #TARGET_LENGTH_MAX} characters
     * @param headers the fields that the signature covers, and those that carry it, in the order received
     */
    public record Head(String target, List<Field> headers) {
        /** Checks the limits. */
        public Head {
            headers = List.copyOf(headers);
            int length = headers.stream()
                    .mapToInt(field -> field.name().length() + field.value().length())
                    .sum();
            if (target.length() > TARGET_LENGTH_MAX
                    || !target.startsWith("/")
                    || headers.size() > HEADERS_MAX
                    || length > HEADERS_LENGTH_MAX) {
                throw new IllegalArgumentException("a head has a target and at most " + HEADERS_MAX + " fields of "
                        + HEADERS_LENGTH_MAX + " characters");
            }
        }
    }

    /** A header field; the name in lower case. */
    public record Field(String name, String value) {}

    /** A closed map: {@code {method, target, headers, body}}, or {@code {body}}. */
    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.builder().put("body", body);
        head.ifPresent(line -> json.put("method", "POST")
                .put("target", line.target())
                .put(
                        "headers",
                        line.headers().stream()
                                .map(field -> Json.strings(List.of(field.name(), field.value())))
                                .toList()));
        return json.build();
    }

    /** Reads the map; nothing for anything else. */
    public static Optional<StrangerRequest> read(JsonObject map) {
        Set<String> keys = Set.copyOf(map.keys());
        Optional<String> body = map.string("body").filter(text -> !text.isEmpty());
        if (body.isEmpty()) {
            return Optional.empty();
        }
        if (keys.equals(BARE)) {
            return Optional.of(new StrangerRequest(Optional.empty(), body.get()));
        }
        Optional<String> target = map.string("target");
        boolean post = map.string("method").filter("POST"::equals).isPresent();
        return keys.equals(FULL) && post && target.isPresent() && map.get("headers") instanceof JsonArray array
                ? fields(array)
                        .flatMap(fields -> head(target.get(), fields))
                        .map(line -> new StrangerRequest(Optional.of(line), body.get()))
                : Optional.empty();
    }

    private static Optional<Head> head(String target, List<Field> fields) {
        try {
            return Optional.of(new Head(target, fields));
        } catch (IllegalArgumentException outOfBounds) {
            return Optional.empty();
        }
    }

    private static Optional<List<Field>> fields(JsonArray array) {
        if (array.size() > HEADERS_MAX) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        for (Json item : array.items()) {
            if (!(item instanceof JsonArray pair)
                    || pair.size() != 2
                    || !(pair.items().get(0) instanceof JsonString name)
                    || !(pair.items().get(1) instanceof JsonString value)
                    || !isName(name.value())) {
                return Optional.empty();
            }
            fields.add(new Field(name.value(), value.value()));
        }
        return Optional.of(fields);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= 64
                && name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_');
    }

    /** The body's bytes. */
    public byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
