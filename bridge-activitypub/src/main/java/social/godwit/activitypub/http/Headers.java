package social.godwit.activitypub.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields of one message: an immutable multimap whose names do not depend on case. Order within a name is kept.
 */
public final class Headers {
    private static final Headers NONE = new Headers(Map.of());

    private final Map<String, List<String>> fields;

    private Headers(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    /** No fields at all. */
    public static Headers none() {
        return NONE;
    }

    /** One field a pair: {@code of("host", "a.example", "date", …)}. */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in pairs");
        }
        Builder builder = new Builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** Collects fields one after the other. */
    public static Builder builder() {
        return new Builder();
    }

    /** The first value of {@code name}, without surrounding white space. */
    public Optional<String> first(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /** The only value of {@code name}; empty when there is none and also when there are several. */
    public Optional<String> only(String name) {
        List<String> values = all(name);
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** All values of {@code name} in order, each without surrounding white space; empty when there is none. */
    public List<String> all(String name) {
        return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** Whether there is at least one field {@code name}. */
    public boolean has(String name) {
        return fields.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** Names in lower case with their values, in the order in which names appeared first. */
    public Map<String, List<String>> fields() {
        return fields;
    }

    /** These fields, with every field of {@code others} in place of ours of the same name. */
    public Headers with(Headers others) {
        Map<String, List<String>> merged = new LinkedHashMap<>(fields);
        merged.putAll(others.fields);
        return new Headers(Collections.unmodifiableMap(merged));
    }

    /** These fields with {@code name} set to this one value. */
    public Headers with(String name, String value) {
        return with(of(name, value));
    }

    /** Names only: values may hold signatures and other secrets that do not belong into a log. */
    @Override
    public String toString() {
        return "Headers" + fields.keySet();
    }

    /** Collects fields. */
    public static final class Builder {
        private final Map<String, List<String>> fields = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a value to {@code name}. Line breaks are refused: they would end the field. */
        public Builder add(String name, String value) {
            if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || name.isEmpty()) {
                throw new IllegalArgumentException("not a header field: " + name);
            }
            fields.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                    .add(value.strip());
            return this;
        }

        /** The fields so far. */
        public Headers build() {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            return new Headers(Collections.unmodifiableMap(copy));
        }
    }
}
