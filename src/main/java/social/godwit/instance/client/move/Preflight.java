package social.godwit.instance.client.move;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * What a move would do, found out without changing anything.
 *
 * @param problems what stands in the way, in words; empty: nothing
 * @param servers each server with followers, and what becomes of them
 */
public record Preflight(Journey.Door door, Origin from, Origin to, List<String> problems, List<Server> servers) {
    public Preflight {
        problems = List.copyOf(problems);
        servers = List.copyOf(servers);
    }

    /** What becomes of the followers on a server. */
    public enum Outcome {
        /** They follow the account itself, and have nothing to do. */
        STAY("nothing to do: their server knows portable accounts"),
        /** Their server follows the new address for them. */
        AUTOMATIC("come along by themselves"),
        /** Their server does not do that: they have to follow again. */
        CANNOT("have to follow you again: their server ignores moves"),
        /** It is not known. */
        UNKNOWN("probably come along; their server did not say what it runs");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * A server with followers.
     *
     * @param software what it runs, as it says; empty when it did not
     */
    public record Server(String host, long followers, String software, Outcome outcome) {}

    /** Software that is known to take no Move of others' accounts. */
    private static final List<String> DEAF = List.of(
            "peertube",
            "lemmy",
            "mbin",
            "writefreely",
            "wordpress",
            "tootik",
            "funkwhale",
            "bookwyrm",
            "owncast",
            "ghost");

    /** Judges each server of {@code followers}. */
    static List<Server> servers(FollowerList followers, Map<String, String> software) {
        Map<String, Long> portable = new TreeMap<>();
        Map<String, Long> others = new TreeMap<>();
        for (FollowerList.One one : followers.all())
            (one.portable() ? portable : others).merge(one.host(), 1L, Long::sum);
        List<Server> servers = new ArrayList<>();
        portable.forEach(
                (host, count) -> servers.add(new Server(host, count, software.getOrDefault(host, ""), Outcome.STAY)));
        others.forEach((host, count) -> servers.add(
                new Server(host, count, software.getOrDefault(host, ""), outcome(software.getOrDefault(host, "")))));
        return servers;
    }

    private static Outcome outcome(String software) {
        if (software.isEmpty()) return Outcome.UNKNOWN;
        return DEAF.contains(software.toLowerCase(Locale.ROOT)) ? Outcome.CANNOT : Outcome.AUTOMATIC;
    }

    /** How many followers have this before them. */
    public long followers(Outcome outcome) {
        return servers.stream()
                .filter(server -> server.outcome() == outcome)
                .mapToLong(Server::followers)
                .sum();
    }

    /** For scripts. */
    public JsonObject json() {
        List<Json> rows = new ArrayList<>();
        for (Server server : servers)
            rows.add(JsonObject.builder()
                    .put("host", server.host())
                    .put("followers", server.followers())
                    .put("software", server.software())
                    .put("outcome", server.outcome().name().toLowerCase(Locale.ROOT))
                    .build());
        return JsonObject.builder()
                .put("door", door.name().toLowerCase(Locale.ROOT))
                .put("from", from.toString())
                .put("to", to.toString())
                .put("problems", problems)
                .put("servers", rows)
                .build();
    }
}
