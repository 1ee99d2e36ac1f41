package social.godwit.network.governance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Clause;
import social.godwit.network.charter.Governance.Decision;

/**
 * What differs between two versions of a charter, part by part.
 *
 * @param parts by path: members by their names, entries of lists by their {@code id} or {@code did} where all have one; other
 *     lists are one part
 */
public record Changes(Map<String, Change> parts) {
    /** What every version says anew, and what only the first says. */
    private static final Set<String> OF_EVERY_VERSION = Set.of("version", "previous", "effective", "forkOf");

    /** A part before and after; nothing where there was, or is, none. */
    public record Change(Optional<Json> before, Optional<Json> after) {}

    /** Compares two versions. */
    public static Changes between(Charter before, Charter after) {
        Map<String, Change> parts = new TreeMap<>();
        String[] skipped = OF_EVERY_VERSION.toArray(new String[0]);
        members(before.json().without(skipped), after.json().without(skipped), "", parts);
        return new Changes(parts);
    }

    /** The paths of what differs. */
    public Set<String> paths() {
        return parts.keySet();
    }

    /**
     * The decisions that these changes need under the older version, each once. A change needs what the longest path names
     * that it lies in; and what a path names that lies within it.
     */
    public List<Decision> decisions(Governance governance) {
        Set<String> ids = new LinkedHashSet<>();
        for (String path : parts.keySet()) {
            String best = "";
            for (Clause clause : governance.amendments()) {
                if (within(path, clause.path()) && clause.path().length() > best.length()) {
                    best = clause.path();
                }
            }
            for (Clause clause : governance.amendments()) {
                boolean inside = !clause.path().equals(path) && within(clause.path(), path);
                if (clause.path().equals(best) || inside) {
                    ids.add(clause.decision());
                }
            }
        }
        return ids.stream().map(governance::decision).toList();
    }

    private static boolean within(String path, String part) {
        return part.isEmpty() || path.equals(part) || path.startsWith(part + "/");
    }

    private static void compare(@Nullable Json before, @Nullable Json after, String path, Map<String, Change> parts) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof JsonObject one && after instanceof JsonObject other) {
            members(one, other, path, parts);
        } else if (before instanceof JsonArray one && after instanceof JsonArray other) {
            entries(one, other, path, parts);
        } else {
            parts.put(path, new Change(Optional.ofNullable(before), Optional.ofNullable(after)));
        }
    }

    private static void members(JsonObject before, JsonObject after, String path, Map<String, Change> parts) {
        Set<String> keys = new TreeSet<>(before.keys());
        keys.addAll(after.keys());
        for (String key : keys) {
            compare(before.get(key), after.get(key), path + "/" + segment(key), parts);
        }
    }

    private static void entries(JsonArray before, JsonArray after, String path, Map<String, Change> parts) {
        Optional<Map<String, Json>> one = byId(before);
        Optional<Map<String, Json>> other = byId(after);
        if (one.isEmpty() || other.isEmpty()) {
            parts.put(path, new Change(Optional.of(before), Optional.of(after)));
            return;
        }
        Set<String> ids = new LinkedHashSet<>(one.get().keySet());
        ids.addAll(other.get().keySet());
        for (String id : ids) {
            compare(one.get().get(id), other.get().get(id), path + "/" + segment(id), parts);
        }
        if (!common(one.get(), other.get()).equals(common(other.get(), one.get()))) {
            parts.put(path, new Change(Optional.of(before), Optional.of(after)));
        }
    }

    /** The ids of {@code some} that {@code others} have, too, in the order of {@code some}. */
    private static List<String> common(Map<String, Json> some, Map<String, Json> others) {
        List<String> ids = new ArrayList<>(some.keySet());
        ids.retainAll(others.keySet());
        return ids;
    }

    private static Optional<Map<String, Json>> byId(JsonArray array) {
        Map<String, Json> byId = new LinkedHashMap<>();
        for (Json item : array.items()) {
            Optional<String> id = item instanceof JsonObject object
                    ? object.string("id").or(() -> object.string("did"))
                    : Optional.empty();
            if (id.isEmpty() || byId.put(id.get(), item) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(byId);
    }

    /** A name as a part of a path (RFC 6901 section 3). */
    private static String segment(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
