package social.godwit.identity.json;

import java.util.ArrayList;
import java.util.List;

/** An immutable JSON value. {@code toString} is its canonical form (RFC 8785). */
public sealed interface Json permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {
    /** Returns the JSON string with this value. */
    static JsonString of(String value) {
        return new JsonString(value);
    }

    /** Returns the array of these strings, for example an {@code @context}. */
    static JsonArray strings(List<String> values) {
        List<Json> items = new ArrayList<>(values.size());
        for (String value : values) {
            items.add(new JsonString(value));
        }
        return new JsonArray(items);
    }
}
