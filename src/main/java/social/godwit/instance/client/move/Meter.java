package social.godwit.instance.client.move;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.move.FollowerServers.Server;

/**
 * How many followers have come along, server by server, and who has not.
 *
 * @param servers each server once, those with most stragglers first
 * @param stragglers everybody who has not come along
 */
public record Meter(List<Row> servers, List<Straggler> stragglers) {
    public Meter {
        servers = List.copyOf(servers);
        stragglers = List.copyOf(stragglers);
    }

    /** How a server stands to the move. */
    public enum Told {
        /** It follows the account itself and needs no move. */
        NOT_NEEDED("follows the account, wherever its home is"),
        /** It has taken the move. */
        TAKEN("has been told"),
        /** It has not answered yet, and is asked again. */
        WAITING("does not answer yet, and is asked again"),
        /** It did not answer for so long that the signature has become too old. */
        EXPIRED("did not answer; tell it again with: godwit move resume"),
        /** It has refused the move. */
        REFUSED("has refused the move"),
        /** It has not been told yet. */
        NOT_YET("has not been told yet");

        private final String words;

        Told(String words) {
            this.words = words;
        }

        /** For people, after the name of the server. */
        public String words() {
            return words;
        }

        String json() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * A server.
     *
     * @param followers before the move
     * @param arrived how many of them have come along
     * @param problem what it said, or why it did not answer; empty when there is nothing to say
     * @param software what it runs, as it says; empty when that is not known
     */
    public record Row(String host, long followers, long arrived, Told told, String problem, String software) {
        /** How many are missing. */
        public long missing() {
            return followers - arrived;
        }
    }

    /**
     * A follower who has not come along.
     *
     * @param why for people
     */
    public record Straggler(String actor, String host, String why) {}

    /**
     * Compares the followers before with those of now.
     *
     * @param standing how far the telling has come; empty: it has not begun
     */
    static Meter of(
            FollowerList before, FollowerList now, Optional<Announcement.Standing> standing, FollowerServers servers) {
        Map<String, Announcement.Inbox> open = new HashMap<>();
        standing.ifPresent(it -> it.open().forEach(inbox -> open.put(inbox.url(), inbox)));
        Set<FollowerList.One> arrived = new HashSet<>(before.arrived(now));
        Set<String> following = new HashSet<>();
        now.all().forEach(one -> following.add(one.actor()));
        Map<String, Row> rows = new TreeMap<>();
        List<Straggler> stragglers = new ArrayList<>();
        for (FollowerList.One one : before.all()) {
            Optional<Server> server = one.origin().map(servers.all()::get);
            Told told = told(one, server, standing.isPresent(), open);
            boolean here = told == Told.NOT_NEEDED || arrived.contains(one);
            String problem = Optional.ofNullable(open.get(one.inbox()))
                    .map(Announcement.Inbox::problem)
                    .orElse("");
            Row row = new Row(
                    one.host(),
                    1,
                    here ? 1 : 0,
                    told,
                    problem,
                    server.map(Server::software).orElse(""));
            rows.merge(one.host(), row, Meter::sum);
            if (!here) stragglers.add(new Straggler(one.actor(), one.host(), why(one, told, server, following)));
        }
        List<Row> sorted = new ArrayList<>(rows.values());
        sorted.sort(Comparator.comparingLong(Row::missing).reversed().thenComparing(Row::host));
        return new Meter(sorted, stragglers);
    }

    private static Row sum(Row one, Row other) {
        // Followers with inboxes of their own: the server stands as its worst inbox does.
        Row worse = other.told().compareTo(one.told()) > 0 ? other : one;
        return new Row(
                one.host(),
                one.followers() + other.followers(),
                one.arrived() + other.arrived(),
                worse.told(),
                worse.problem(),
                one.software());
    }

    private static Told told(
            FollowerList.One one, Optional<Server> server, boolean begun, Map<String, Announcement.Inbox> open) {
        boolean knows = software(server)
                .filter(it -> it.way() == Software.Way.KNOWS_ACCOUNTS)
                .isPresent();
        if (one.portable() || knows) return Told.NOT_NEEDED;
        if (!begun) return Told.NOT_YET;
        Announcement.Inbox inbox = open.get(one.inbox());
        if (inbox == null) return Told.TAKEN;
        return switch (inbox.state()) {
            case "refused" -> Told.REFUSED;
            case "expired" -> Told.EXPIRED;
            default -> Told.WAITING;
        };
    }

    private static String why(FollowerList.One one, Told told, Optional<Server> server, Set<String> following) {
        if (told == Told.TAKEN && !following.contains(one.actor())) return "does not follow you any more";
        if (told != Told.TAKEN) return one.host() + " " + told.words();
        return software(server)
                .filter(it -> it.way() == Software.Way.NOT || it.way() == Software.Way.BY_OLD_SERVER)
                .map(it -> server.orElseThrow().software() + " " + it.words())
                .orElse("the server has been told; some take hours, and some people have to agree first");
    }

    private static Optional<Software> software(Optional<Server> server) {
        return server.map(Server::software).flatMap(Software::named);
    }

    /** How many followers there were. */
    public long followers() {
        return servers.stream().mapToLong(Row::followers).sum();
    }

    /** How many of them have come along. */
    public long arrived() {
        return servers.stream().mapToLong(Row::arrived).sum();
    }

    /** {@code followers}, {@code arrived}, {@code servers} and {@code stragglers}, for scripts. */
    public JsonObject json() {
        List<Json> rows = new ArrayList<>();
        for (Row row : servers)
            rows.add(JsonObject.builder()
                    .put("host", row.host())
                    .put("followers", row.followers())
                    .put("arrived", row.arrived())
                    .put("told", row.told().json())
                    .put("problem", row.problem())
                    .put("software", row.software())
                    .build());
        List<Json> missing = new ArrayList<>();
        for (Straggler one : stragglers)
            missing.add(JsonObject.builder()
                    .put("actor", one.actor())
                    .put("host", one.host())
                    .put("why", one.why())
                    .build());
        return JsonObject.builder()
                .put("followers", followers())
                .put("arrived", arrived())
                .put("servers", rows)
                .put("stragglers", missing)
                .build();
    }
}
