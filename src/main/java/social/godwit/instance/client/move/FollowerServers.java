package social.godwit.instance.client.move;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;

/**
 * What the servers of followers run, as the owner's home finds out, or another gateway where the home is gone.
 *
 * @param all by origin; servers that have not answered in time are missing
 */
public record FollowerServers(Map<Origin, Server> all) {
    /** Servers that have not said what they run by then count as unknown. */
    static final Duration PATIENCE = Duration.ofSeconds(45);

    /** As many as a gateway takes at once. */
    private static final int PAGE = 1_000;

    private static final int LOOK_MILLIS = 500;

    public FollowerServers {
        all = Map.copyOf(all);
    }

    /** How a server stands. */
    public enum State {
        /** It says what it runs. */
        KNOWN,
        /** It answers, and does not say that. */
        SILENT,
        /** It does not answer. */
        DEAD,
        /** The gateway has no contact with it, by its rules. */
        DENIED
    }

    /**
     * A server.
     *
     * @param software the name in NodeInfo, lower case; empty unless {@link State#KNOWN}
     * @param version as it writes it; may be empty
     */
    public record Server(State state, String software, String version) {}

    /**
     * Asks about the servers of {@code followers}, until all have answered or {@code patience} is over. A gateway that cannot tell
     * leaves them all unknown.
     */
    public static FollowerServers ask(
            Owner owner, FollowerList followers, Duration patience, Consumer<String> progress) {
        Set<Origin> open = new LinkedHashSet<>();
        for (FollowerList.One one : followers.all())
            if (!one.portable()) one.origin().ifPresent(open::add);
        int asked = open.size();
        if (asked > 0) progress.accept("Asking " + asked + " servers what they run.");
        Map<Origin, Server> found = new HashMap<>();
        for (int looks = 0; !open.isEmpty() && looks <= patience.toMillis() / LOOK_MILLIS; looks++) {
            if (looks > 0) pause();
            List<Origin> left = new ArrayList<>(open);
            for (int from = 0; from < left.size(); from += PAGE)
                found.putAll(page(owner, left.subList(from, Math.min(left.size(), from + PAGE))));
            open.removeAll(found.keySet());
        }
        return new FollowerServers(found);
    }

    private static Map<Origin, Server> page(Owner owner, List<Origin> origins) {
        JsonObject question = JsonObject.builder()
                .put("origins", origins.stream().map(Origin::toString).toList())
                .build();
        Gateways.From from = owner.gateways()
                .post("/client/v1/" + owner.did() + "/servers", "application/json", Jcs.bytes(question));
        Map<Origin, Server> found = new HashMap<>();
        if (!from.answer().isSuccess()) return found;
        for (Json item : Answers.object(from.answer(), from.gateway()).list("servers"))
            if (item instanceof JsonObject server)
                server.string("origin")
                        .flatMap(Origin::parse)
                        .filter(origins::contains)
                        .ifPresent(origin -> found.put(origin, read(server)));
        return found;
    }

    private static Server read(JsonObject server) {
        State state = switch (server.string("state").orElse("")) {
            case "known" -> State.KNOWN;
            case "dead" -> State.DEAD;
            case "denied" -> State.DENIED;
            default -> State.SILENT;
        };
        return new Server(
                state,
                server.string("software").orElse(""),
                server.string("version").orElse(""));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientProblem("Interrupted.", "Nothing has been changed.");
        }
    }
}
