package social.godwit.instance.client.archive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import social.godwit.identity.json.JsonObject;

/** What an import or an export has done so far, and what it could not do. */
public final class Tally {
    /** So many problems are kept in words; beyond, they are only counted. */
    public static final int PROBLEMS_MAX = 500;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Consumer<Tally> watcher;
    private long problemCount;
    private long expected;

    /** {@code watcher} hears of every step. */
    public Tally(Consumer<Tally> watcher) {
        this.watcher = watcher;
    }

    /** How many things there are to do, as far as is known. */
    public long expected() {
        return expected;
    }

    void expect(long more) {
        expected += more;
    }

    void count(String what) {
        counts.merge(what, 1L, Long::sum);
        watcher.accept(this);
    }

    void problem(String words) {
        problemCount++;
        if (problems.size() < PROBLEMS_MAX) problems.add(words);
        watcher.accept(this);
    }

    /** How many of a kind. */
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** All counts, in the order in which they began. */
    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    /** Everything that is behind, done or not. */
    public long done() {
        return counts.values().stream().mapToLong(Long::longValue).sum() + problemCount;
    }

    /** The first problems, in words. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many problems there were. */
    public long problemCount() {
        return problemCount;
    }

    /** For scripts. */
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder();
        counts.forEach(json::put);
        return json.put("problemCount", problemCount).put("problems", problems).build();
    }
}
