package social.godwit.instance.client.network;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Surroundings;

/** The networks that a server hosts, as it shows them to everybody. */
public final class HostedNetworks {
    private static final int PAGES_MAX = 2_000;

    private final Origin origin;
    private final Surroundings surroundings;

    /** Of the server at {@code origin}. */
    public HostedNetworks(Origin origin, Surroundings surroundings) {
        this.origin = origin;
        this.surroundings = surroundings;
    }

    /**
     * A network as people name it: its DID, or the address of its page.
     *
     * @param origin where its page is, if an address was given
     */
    public record Named(Did network, Optional<Origin> origin) {
        /** Reads either. */
        public static Named parse(String written) {
            String text = written.strip();
            int at = text.indexOf("/networks/");
            Optional<Origin> origin = at < 0 ? Optional.empty() : Origin.parse(text.substring(0, at));
            String did = at < 0 ? text : text.substring(at + "/networks/".length());
            return Did.parse(did)
                    .filter(network -> at < 0 || origin.isPresent())
                    .map(network -> new Named(network, origin))
                    .orElseThrow(
                            () -> new ClientProblem(
                                    written + " names no network.",
                                    "Give the address of its page, https://SERVER/networks/did:key:…, as godwit network list shows it."));
        }
    }

    /** The cards of all networks there. */
    public List<JsonObject> all() {
        return objects(get("/networks").list("networks"));
    }

    /** The card of one. */
    public JsonObject card(Did network) {
        return get("/networks/" + network);
    }

    /** The charter that is in force there. */
    public Sha256 charter(Did network) {
        return card(network)
                .string("charter")
                .flatMap(Sha256::parseMultibase)
                .orElseThrow(() -> new ClientProblem("No charter of this network is in force at " + origin + "."));
    }

    /** A page of what it shows to everybody. */
    public JsonObject timeline(Did network, Map<String, String> parameters) {
        return get(timelinePath(network, parameters));
    }

    static String timelinePath(Did network, Map<String, String> parameters) {
        return "/networks/" + network + "/timeline?"
                + parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    /** All that was said in its affairs, and who joined, as far as that server knows; nothing of it is verified yet. */
    public List<JsonObject> documents(Did network) {
        List<JsonObject> documents = new ArrayList<>();
        long after = 0;
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonObject answer = get("/networks/" + network + "/documents?after=" + after);
            List<JsonObject> some = objects(answer.list("documents"));
            documents.addAll(some);
            long next = answer.get("next") instanceof JsonNumber number
                    ? number.integer().orElse(after)
                    : after;
            if (some.isEmpty() || next <= after) break;
            after = next;
        }
        Optional<String> before = Optional.of("");
        for (int page = 0; page < PAGES_MAX && before.isPresent(); page++) {
            JsonObject answer = get("/networks/" + network + "/members?before=" + before.get());
            documents.addAll(objects(answer.list("documents")));
            before = answer.string("next").filter(next -> next.matches("[A-Za-z0-9_=-]{1,100}"));
        }
        return documents;
    }

    private static List<JsonObject> objects(List<Json> items) {
        List<JsonObject> objects = new ArrayList<>();
        for (Json item : items) if (item instanceof JsonObject object) objects.add(object);
        return objects;
    }

    private JsonObject get(String path) {
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send("GET", URI.create(origin + path), Map.of("Accept", "application/json"));
            return Answers.object(Answers.expectSuccess(answer, origin, "Asking about networks"), origin);
        } catch (IOException e) {
            throw new ClientProblem(
                    origin + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Is the server running? Name another with --gateway ORIGIN.",
                    e);
        }
    }
}
