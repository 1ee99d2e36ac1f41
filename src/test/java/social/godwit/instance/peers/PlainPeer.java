package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/**
 * The smallest server that others federate with: one actor, an inbox that counts, and deliveries that are sent once,
 * signed by draft-cavage, with the answer known. For tests in which every single request matters.
 */
final class PlainPeer implements AutoCloseable {
    private final PeerServer server;
    private final PeerNetwork.Host host;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private volatile ToIntFunction<Arrival> answering = arrival -> 202;

    /** One POST to the inbox: the activity's id and type, the whole body, and the status that it was answered. */
    record Arrival(String id, String type, JsonNode json, Instant at, int status) {}

    private PlainPeer(PeerServer server) {
        this.server = server;
        this.host = server.host();
    }

    /** Starts a server under a host name that begins with {@code label}; its actor is {@code /actor}. */
    static PlainPeer start(PeerNetwork network, String label) {
        var server = new PeerServer(network, label);
        var peer = new PlainPeer(server);
        server.start(peer::serve);
        return peer;
    }

    /** The actor's id. */
    String actor() {
        return host.origin() + "/actor";
    }

    String handle() {
        return "@plain@" + host.authority();
    }

    /** Every arrival so far, oldest first, also those that were refused. */
    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** How many times an activity has arrived and been answered with 2xx. */
    long taken(String activity) {
        return arrivals.stream()
                .filter(arrival -> arrival.id().equals(activity) && arrival.status() / 100 == 2)
                .count();
    }

    /** Decides the status of the answer, for every arrival from now on. */
    void answer(ToIntFunction<Arrival> decision) {
        answering = decision;
    }

    /** An activity of this actor's, to be completed by the caller. */
    ObjectNode activity(String type, String name) {
        return FedifyPeer.JSON
                .createObjectNode()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", host.origin() + "/activities/" + name)
                .put("type", type)
                .put("actor", actor());
    }

    /** A Create of a public note, with both addressed to {@code to} as well. */
    ObjectNode createNote(String name, String html, String to) {
        ObjectNode create = activity("Create", name);
        ObjectNode note = create.putObject("object")
                .put("id", host.origin() + "/notes/" + name)
                .put("type", "Note")
                .put("attributedTo", actor())
                .put("content", html)
                .put("published", Instant.now().toString());
        for (ObjectNode map : List.of(create, note)) {
            map.putArray("to").add("https://www.w3.org/ns/activitystreams#Public");
            map.putArray("cc").add(to);
        }
        note.putArray("tag").addObject().put("type", "Mention").put("href", to);
        return create;
    }

    /** Sends once; the status of the answer, or 0 when there was none. */
    int deliver(PeerNetwork.Host to, String path, JsonNode activity) {
        return deliver(to, path, activity, Instant.now()).status();
    }

    /** An answer's status, 0 when there was none, and its {@code Retry-After}. */
    record Answer(int status, String retryAfter) {}

    /** Sends an activity signed as if it were {@code at}. */
    Answer deliver(PeerNetwork.Host to, String path, JsonNode activity, Instant at) {
        byte[] body = activity.toString().getBytes(StandardCharsets.UTF_8);
        PeerRequest.Answer answer = server.as(actor()).post(to, path, body, at);
        return new Answer(answer.status(), answer.field("retry-after"));
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(arrive(body), -1);
            } else if (path.equals("/.well-known/webfinger")) {
                PeerServer.answer(exchange, "application/jrd+json", server.webfinger("plain", actor()));
            } else if (path.equals("/actor")) {
                PeerServer.answer(
                        exchange, "application/activity+json", server.actor(actor(), "Person", "plain", host.origin()));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private int arrive(byte[] body) throws IOException {
        JsonNode json = FedifyPeer.JSON.readTree(body);
        var arrival = new Arrival(json.path("id").asText(), json.path("type").asText(), json, Instant.now(), 0);
        int status = answering.applyAsInt(arrival);
        arrivals.add(new Arrival(arrival.id(), arrival.type(), json, arrival.at(), status));
        return status;
    }
}
