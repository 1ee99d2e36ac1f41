package social.godwit.identity.json;

import java.util.List;
import java.util.Optional;

/** An array; order is kept by canonicalisation. */
public record JsonArray(List<Json> items) implements Json {
    /** Copies the list. */
    public JsonArray(List<Json> items) {
        this.items = List.copyOf(items);
    }

    /** How many items. */
    public int size() {
        return items.size();
    }

    /** The items as strings, or nothing when any item is not a string. */
    public Optional<List<String>> strings() {
        for (Json item : items) {
            if (!(item instanceof JsonString)) {
                return Optional.empty();
            }
        }
        return Optional.of(
                items.stream().map(item -> ((JsonString) item).value()).toList());
    }

    @Override
    public String toString() {
        return Jcs.text(this);
    }
}
