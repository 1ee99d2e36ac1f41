package social.godwit.instance.admin.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** What a client of Mastodon's API sends: a form or a JSON object, both as names and plain values. */
final class MastodonWish {
    private static final int FIELDS_MAX = 100;

    private final Map<String, String> fields;

    private MastodonWish(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Reads a body; of what is neither form nor JSON nothing is left. */
    static MastodonWish read(byte... body) {
        Map<String, String> fields = new HashMap<>();
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            if (StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject object)) {
                object.members().forEach((name, value) -> plain(value).ifPresent(one -> fields.put(name, one)));
            }
            return new MastodonWish(fields);
        }
        for (String pair : text.split("&", FIELDS_MAX)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                decoded(pair.substring(0, equals))
                        .ifPresent(name ->
                                decoded(pair.substring(equals + 1)).ifPresent(value -> fields.put(name, value)));
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
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether a flag is set, else what it was before. */
    boolean flag(String name, boolean before) {
        return text(name).map(word -> word.equals("true") || word.equals("1")).orElse(before);
    }
}
