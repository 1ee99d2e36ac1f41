package social.godwit.identity.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object: distinct keys in the order in which they were written, and the span of bytes that it was read from, so that
 * an embedded document can be cut out verbatim.
 */
public final class JsonObject implements Json {
    private static final int LINEAR = 12;
    private static final JsonObject EMPTY = new JsonObject(new String[0], new Json[0], null, -1, -1);

    final String[] keys;
    final Json[] values;
    /** Positions of the keys in canonical order, or null when they are written in that order. */
    final int @Nullable [] order;

    private final int start;
    private final int end;

    /** Shares the arrays; the caller has checked with {@link KeyOrder} that keys are distinct. */
    JsonObject(String[] keys, Json[] values, int @Nullable [] order, int start, int end) {
        this.keys = keys;
        this.values = values;
        this.order = order;
        this.start = start;
        this.end = end;
    }

    /** Starts an object. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the object without members. */
    public static JsonObject empty() {
        return EMPTY;
    }

    /** The value of a member, or null when there is none. */
    public @Nullable Json get(String key) {
        int at = indexOf(key);
        return at < 0 ? null : values[at];
    }

    /** Whether there is such a member, also if it is {@code null}. */
    public boolean has(String key) {
        return indexOf(key) >= 0;
    }

    /** The value of a member that is a string. */
    public Optional<String> string(String key) {
        return get(key) instanceof JsonString string ? Optional.of(string.value()) : Optional.empty();
    }

    /** The value of a member that is an object. */
    public Optional<JsonObject> object(String key) {
        return get(key) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    }

    /** The values of a member as ActivityStreams means them: missing or null is none, a single value one, an array all. */
    public List<Json> list(String key) {
        return switch (get(key)) {
            case null -> List.of();
            case JsonNull none -> List.of();
            case JsonArray array -> array.items();
            case Json single -> List.of(single);
        };
    }

    /** The identifiers in {@link #list}: strings, and the {@code id} of objects; others are left out. */
    public List<String> ids(String key) {
        List<String> ids = new ArrayList<>();
        for (Json item : list(key)) {
            id(item).ifPresent(ids::add);
        }
        return List.copyOf(ids);
    }

    /** The one identifier of a member: a string, an object with {@code id}, or an array of one such. */
    public Optional<String> id(String key) {
        List<Json> items = list(key);
        return items.size() == 1 ? id(items.getFirst()) : Optional.empty();
    }

    private static Optional<String> id(Json item) {
        return switch (item) {
            case JsonString string -> Optional.of(string.value());
            case JsonObject object -> object.string("id");
            default -> Optional.empty();
        };
    }

    /** All members in the order in which they were written. */
    public Map<String, Json> members() {
        Map<String, Json> members = LinkedHashMap.newLinkedHashMap(keys.length);
        for (int i = 0; i < keys.length; i++) {
            members.put(keys[i], values[i]);
        }
        return Collections.unmodifiableMap(members);
    }

    /** How many members. */
    public int size() {
        return keys.length;
    }

    /** The keys in the order in which they were written. */
    public List<String> keys() {
        return List.of(keys);
    }

    /** First byte of this object in the text that it was read from; -1 when it was built. */
    public int start() {
        return start;
    }

    /** Byte after the last of this object in the text that it was read from; -1 when it was built. */
    public int end() {
        return end;
    }

    /** Returns a copy with this member, in its old place or last. */
    public JsonObject with(String key, Json value) {
        Builder builder = new Builder();
        for (int i = 0; i < keys.length; i++) {
            builder.put(keys[i], values[i]);
        }
        return builder.put(key, value).build();
    }

    /** Returns a copy without these members, or this object when it has none of them. */
    public JsonObject without(String... unwanted) {
        boolean[] drop = new boolean[keys.length];
        int kept = keys.length;
        for (String key : unwanted) {
            int at = indexOf(key);
            if (at >= 0 && !drop[at]) {
                drop[at] = true;
                kept--;
            }
        }
        if (kept == keys.length) {
            return this;
        }
        String[] newKeys = new String[kept];
        Json[] newValues = new Json[kept];
        int[] place = new int[keys.length];
        int next = 0;
        for (int i = 0; i < keys.length; i++) {
            place[i] = next;
            if (!drop[i]) {
                newKeys[next] = keys[i];
                newValues[next++] = values[i];
            }
        }
        if (order == null) {
            return new JsonObject(newKeys, newValues, null, -1, -1);
        }
        int[] newOrder = new int[kept];
        next = 0;
        for (int at : order) {
            if (!drop[at]) {
                newOrder[next++] = place[at];
            }
        }
        return new JsonObject(newKeys, newValues, newOrder, -1, -1);
    }

    private int indexOf(String key) {
        if (keys.length <= LINEAR) {
            for (int i = 0; i < keys.length; i++) {
                if (keys[i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = order == null ? middle : order[middle];
            int comparison = keys[at].compareTo(key);
            if (comparison == 0) {
                return at;
            } else if (comparison < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Equal members, in whatever order: what canonicalisation makes equal. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof JsonObject object) || object.keys.length != keys.length) {
            return false;
        }
        for (int i = 0; i < keys.length; i++) {
            if (!values[i].equals(object.get(keys[i]))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int sum = 0;
        for (int i = 0; i < keys.length; i++) {
            sum += keys[i].hashCode() ^ values[i].hashCode();
        }
        return sum;
    }

    @Override
    public String toString() {
        return Jcs.text(this);
    }

    /** Collects members; a key that comes again replaces its value. */
    public static final class Builder {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        /** Sets a member. */
        public Builder put(String key, Json value) {
            members.put(key, value);
            return this;
        }

        /** Sets a string member. */
        public Builder put(String key, String value) {
            return put(key, new JsonString(value));
        }

        /** Sets an integer member, at most {@link JsonNumber#MAX_INTEGER}. */
        public Builder put(String key, long value) {
            return put(key, JsonNumber.of(value));
        }

        /** Sets a boolean member. */
        public Builder put(String key, boolean value) {
            return put(key, new JsonBoolean(value));
        }

        /** Sets an array member of {@code String}, {@code Long}, {@code Integer}, {@code Boolean} or {@link Json} items. */
        public Builder put(String key, List<?> items) {
            List<Json> values = new ArrayList<>(items.size());
            for (Object item : items) {
                values.add(
                        switch (item) {
                            case Json json -> json;
                            case String string -> new JsonString(string);
                            case Long number -> JsonNumber.of(number);
                            case Integer number -> JsonNumber.of(number.longValue());
                            case Boolean bool -> new JsonBoolean(bool);
                            default -> throw new IllegalArgumentException("no JSON form of " + item.getClass());
                        });
            }
            return put(key, new JsonArray(values));
        }

        /** Sets a member when there is a value. */
        public Builder putIfPresent(String key, Optional<String> value) {
            value.ifPresent(present -> put(key, present));
            return this;
        }

        /** Sets all members of another object. */
        public Builder putAll(JsonObject other) {
            for (int i = 0; i < other.keys.length; i++) {
                put(other.keys[i], other.values[i]);
            }
            return this;
        }

        /** Returns the object. */
        public JsonObject build() {
            String[] keys = members.keySet().toArray(new String[0]);
            Json[] values = members.values().toArray(new Json[0]);
            int[] order = new int[keys.length];
            return new JsonObject(
                    keys, values, KeyOrder.sort(keys, order) ? null : Arrays.copyOf(order, order.length), -1, -1);
        }
    }
}
