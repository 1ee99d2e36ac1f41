package social.godwit.identity.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

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

    /**
     * The value with every string in it changed, at any depth; names of members stay.
     *
     * @param kept members of these names stay as they are
     * @param dropped members of these names are left out
     */
    static Json withStrings(Json value, Set<String> kept, Set<String> dropped, UnaryOperator<String> change) {
        return switch (value) {
            case JsonString text -> new JsonString(change.apply(text.value()));
            case JsonArray array ->
                new JsonArray(array.items().stream()
                        .map(item -> withStrings(item, kept, dropped, change))
                        .toList());
            case JsonObject object -> {
                var next = JsonObject.builder();
                object.members().forEach((name, member) -> {
                    if (!dropped.contains(name)) {
                        next.put(name, kept.contains(name) ? member : withStrings(member, kept, dropped, change));
                    }
                });
                yield next.build();
            }
            default -> value;
        };
    }
}
