package social.godwit.instance.client.move;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.move.FollowerServers.Server;

/**
 * What becomes of the followers in a move, server by server.
 *
 * @param rows by outcome, then by host; a server stands in two rows when its followers fare differently
 */
public record Forecast(List<Row> rows) {
    public Forecast {
        rows = List.copyOf(rows);
    }

    /** What becomes of followers, the best first. */
    public enum Outcome {
        /** They follow the account itself. */
        STAY("Nothing to do, for their server follows the account, wherever its home is"),
        /** Their server follows the new address for them. */
        AUTOMATIC("Come along by themselves"),
        /** The same, but only when a lock has ended. */
        LATER("Come along later, for their server takes no second move so soon"),
        /** Their server follows, and then somebody has to let them in. */
        APPROVE("Have to be let in at the new address"),
        /** It is not known. */
        UNKNOWN("Probably come along"),
        /** Their server does not answer now. */
        UNREACHABLE("Cannot be told now, for their server does not answer"),
        /** They have to follow again themselves. */
        CANNOT("Have to follow you again themselves");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For people, before a number of followers. */
        public String words() {
            return words;
        }

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Followers on one server.
     *
     * @param software what it runs, as it says; empty when that is not known
     * @param why the reason of the outcome, for people
     */
    public record Row(String host, long followers, Outcome outcome, String software, String version, String why) {}

    /**
     * What the outcome depends on beside the servers.
     *
     * @param sameAccount whether it stays the same account, at another home
     * @param oldServerSays whether the old server answers and says where the account has gone
     * @param letIn ids of followers whom the new address does not know and has to let in by hand
     * @param whoLetsIn who does that and how, for people
     * @param locked until when software takes no other move
     */
    record Circumstances(
            boolean sameAccount,
            boolean oldServerSays,
            Set<String> letIn,
            String whoLetsIn,
            Map<Software, Instant> locked) {}

    private record Judged(String host, Outcome outcome, String software, String version, String why) {}

    /** Judges the server of each follower. */
    static Forecast of(FollowerList followers, FollowerServers servers, Circumstances circumstances) {
        Map<Judged, Long> counted = new LinkedHashMap<>();
        for (FollowerList.One one : followers.all()) counted.merge(judge(one, servers, circumstances), 1L, Long::sum);
        Map<Outcome, Map<String, List<Row>>> sorted = new TreeMap<>();
        counted.forEach((judged, count) -> sorted.computeIfAbsent(judged.outcome(), any -> new TreeMap<>())
                .computeIfAbsent(judged.host(), any -> new ArrayList<>())
                .add(new Row(
                        judged.host(), count, judged.outcome(), judged.software(), judged.version(), judged.why())));
        return new Forecast(sorted.values().stream()
                .flatMap(hosts -> hosts.values().stream())
                .flatMap(List::stream)
                .toList());
    }

    private static Judged judge(FollowerList.One one, FollowerServers servers, Circumstances circumstances) {
        String host = one.host();
        if (one.portable())
            return circumstances.sameAccount()
                    ? new Judged(host, Outcome.STAY, "", "", "follows the account, wherever its home is")
                    : new Judged(host, Outcome.AUTOMATIC, "", "", "follows the new address for its people");
        Optional<Origin> origin = one.origin();
        if (origin.isEmpty())
            return new Judged(host, Outcome.CANNOT, "", "", "it is not known where they get their mail");
        Server server = servers.all().get(origin.get());
        if (server == null)
            return letIn(
                    one, circumstances, new Judged(host, Outcome.UNKNOWN, "", "", "has not said in time what it runs"));
        Judged judged = switch (server.state()) {
            case DEAD ->
                new Judged(host, Outcome.UNREACHABLE, "", "", "does not answer; it is asked again for a while");
            case DENIED ->
                new Judged(host, Outcome.CANNOT, "", "", "your server has no contact with it, so it cannot be told");
            case SILENT ->
                new Judged(host, Outcome.UNKNOWN, "", "", "does not say what it runs; most servers follow moves");
            case KNOWN -> known(host, server, circumstances);
        };
        return letIn(one, circumstances, judged);
    }

    private static Judged known(String host, Server server, Circumstances circumstances) {
        Optional<Software> software = Software.named(server.software());
        Outcome outcome = software.map(it -> outcome(it, circumstances)).orElse(Outcome.UNKNOWN);
        String why = software.map(Software::words).orElse("is not known to this program; most servers follow moves");
        if (outcome == Outcome.CANNOT
                && software.filter(it -> it.way() == Software.Way.BY_OLD_SERVER).isPresent())
            why += ", and that one will not say it";
        Optional<Instant> locked = software.flatMap(
                it -> Optional.ofNullable(circumstances.locked().get(it)));
        if (outcome == Outcome.AUTOMATIC && locked.isPresent()) {
            outcome = Outcome.LATER;
            why = "was told of a move not long ago, and takes the next one after " + locked.get();
        }
        return new Judged(host, outcome, server.software(), server.version(), server.software() + " " + why);
    }

    private static Outcome outcome(Software software, Circumstances circumstances) {
        return switch (software.way()) {
            case KNOWS_ACCOUNTS -> circumstances.sameAccount() ? Outcome.STAY : Outcome.AUTOMATIC;
            case BY_MOVE -> Outcome.AUTOMATIC;
            case BY_OLD_SERVER -> circumstances.oldServerSays() ? Outcome.AUTOMATIC : Outcome.CANNOT;
            case NOT -> Outcome.CANNOT;
            case UNSURE -> Outcome.UNKNOWN;
        };
    }

    private static Judged letIn(FollowerList.One one, Circumstances circumstances, Judged judged) {
        boolean follows = judged.outcome() == Outcome.AUTOMATIC || judged.outcome() == Outcome.UNKNOWN;
        return follows && circumstances.letIn().contains(one.actor())
                ? new Judged(
                        judged.host(),
                        Outcome.APPROVE,
                        judged.software(),
                        judged.version(),
                        judged.why() + "; " + circumstances.whoLetsIn())
                : judged;
    }

    /** How many followers have this before them. */
    public long followers(Outcome outcome) {
        return rows.stream()
                .filter(row -> row.outcome() == outcome)
                .mapToLong(Row::followers)
                .sum();
    }

    /** {@code followers} (by outcome) and {@code servers}, for scripts. */
    public JsonObject json() {
        var totals = JsonObject.builder();
        for (Outcome outcome : Outcome.values()) totals.put(outcome.json(), followers(outcome));
        List<Json> servers = new ArrayList<>();
        for (Row row : rows)
            servers.add(JsonObject.builder()
                    .put("host", row.host())
                    .put("followers", row.followers())
                    .put("outcome", row.outcome().json())
                    .put("software", row.software())
                    .put("version", row.version())
                    .put("why", row.why())
                    .build());
        return JsonObject.builder()
                .put("followers", totals.build())
                .put("servers", servers)
                .build();
    }
}
