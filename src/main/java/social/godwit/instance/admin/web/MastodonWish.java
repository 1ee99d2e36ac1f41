package social.godwit.instance.admin.web;

import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** What a client of Mastodon's API sends: a form or a JSON object, both as names and plain values. */
final class MastodonWish {
    private static final int FIELDS_MAX = 100;

    private final Map<String, List<String>> fields;

    private MastodonWish(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /** Reads a body; of what is neither form nor JSON nothing is left. */
    static MastodonWish read(byte... body) {
        Map<String, List<String>> fields = new HashMap<>();
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            if (StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject object)) {
                object.members()
                        .forEach((name, value) -> fields.put(
                                name,
                                value instanceof JsonArray array
                                        ? array.items().stream()
                                                .flatMap(one -> plain(one).stream())
                                                .toList()
                                        : plain(value).stream().toList()));
            }
            return new MastodonWish(fields);
        }
        for (String pair : text.split("&", FIELDS_MAX)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                decoded(pair.substring(0, equals))
                        .ifPresent(name -> decoded(pair.substring(equals + 1))
                                .ifPresent(value -> fields.computeIfAbsent(
                                                name.replace("[]", ""), any -> new ArrayList<>())
                                        .add(value)));
            }
        }
        return new MastodonWish(fields);
    }

    private static Optional<String> plain(Json value) {
        return switch (value) {
            case JsonString string -> Optional.of(string.value());
            case JsonBoolean(boolean flag) -> Optional.of(String.valueOf(flag));
            default -> Optional.empty();
        };
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<String> text(String name) {
        return list(name).stream().findFirst();
    }

    /** Whether a field is there, be it empty. */
    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** All values of a field that may be there more than once. */
    List<String> list(String name) {
        return fields.getOrDefault(name, List.of());
    }

    /** The day of a field that holds a date or a time. */
    Optional<LocalDate> day(String name) {
        try {
            return text(name).map(value -> LocalDate.parse(value.substring(0, Math.min(value.length(), 10))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** 422, as Mastodon says it. */
    static Response invalid(String error) {
        return Response.status(422)
                .entity(JsonObject.builder().put("error", error).build().toString())
                .build();
    }

    /** Whether a flag is set, else what it was before. */
    boolean flag(String name, boolean before) {
        return text(name).map(word -> word.equals("true") || word.equals("1")).orElse(before);
    }
}
