package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A server that goes by {@link MastodonRules}, over HTTPS in the test's network. It stands in for Mastodon where none can be
 * run; what it shows is what Mastodon documents, not what Mastodon did.
 */
final class StrictMastodon implements AutoCloseable, MastodonRules.Outside {
    private static final int ATTEMPTS = 60;

    private final PeerNetwork network;
    private final PeerServer server;
    private final PeerNetwork.Host host;
    private final MastodonRules rules;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final List<MastodonRules.Request> heldMoves = new CopyOnWriteArrayList<>();
    private volatile boolean holding;
    private volatile String endsAt = "";

    /** A POST to the inbox, its answer, and what became of it in words. */
    record Arrival(JsonNode activity, int status, String why) {
        String type() {
            return activity.path("type").asText();
        }
    }

    private StrictMastodon(PeerNetwork network, PeerServer server, MastodonRules.Habit... habits) {
        this.network = network;
        this.server = server;
        this.host = server.host();
        this.rules = new MastodonRules(host.origin(), this, habits);
    }

    /** Starts a server under a host name that begins with {@code label}. Any user name exists on it. */
    static StrictMastodon start(PeerNetwork network, String label, MastodonRules.Habit... habits) {
        var server = new PeerServer(network, label);
        var mastodon = new StrictMastodon(network, server, habits);
        server.start(mastodon::serve);
        return mastodon;
    }

    PeerNetwork.Host host() {
        return host;
    }

    /** The id of a user here. */
    String actor(String user) {
        return host.origin() + "/users/" + user;
    }

    /** Sends a user's follow. */
    void follow(String user, String actor) {
        rules.follow(user, actor);
    }

    boolean follows(String user, String actor) {
        return rules.follows(user, actor);
    }

    Optional<JsonNode> note(String id) {
        return rules.note(id);
    }

    /** Every POST so far, oldest first. */
    List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Makes a user name another account as their own. */
    void alias(String user, String actor) {
        aliases.put("/users/" + user, actor);
    }

    String handle(String user) {
        return "@" + user + "@" + host.authority();
    }

    /** The first activity of this type that arrives ends the server, before it is looked at. */
    void endAt(String type) {
        endsAt = type;
    }

    /** Whether {@link #endAt} has come to pass. */
    boolean ended() {
        return endsAt.equals("ended");
    }

    /** Is there again, and remembers what it knew. */
    void up() {
        endsAt = "";
        server.up();
    }

    /** From now on the workers here are so busy that nothing comes of a Move, though it is taken. */
    void holdMoves() {
        holding = true;
    }

    /** The workers come to the Moves at last. */
    void workOffMoves() {
        holding = false;
        heldMoves.forEach(rules::receive);
        heldMoves.clear();
    }

    /** Looks an actor up and remembers what is said of it now; whether there was one. */
    boolean look(String actor) {
        return rules.look(actor);
    }

    /** An actor as this server saw it last. */
    JsonNode known(String actor) {
        return rules.known(actor);
    }

    /** Lets time pass for what is locked here. */
    void pass(Duration time) {
        rules.pass(time);
    }

    /** What became of each Move of an address, in words, the oldest first. */
    List<String> movesOf(String actor) {
        return arrivals.stream()
                .filter(arrival -> arrival.type().equals("Move")
                        && arrival.activity().path("actor").asText().equals(actor))
                .map(Arrival::why)
                .toList();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public Optional<JsonNode> fetch(String url) {
        URI uri = URI.create(url);
        return network.named(uri.getAuthority())
                .map(to -> server.as(host.origin() + "/actor").get(to, target(uri), Instant.now()))
                .filter(answer -> answer.status() == 200)
                .map(answer -> parsed(answer.body()));
    }

    @Override
    public void send(String user, String inbox, ObjectNode activity) {
        URI uri = URI.create(inbox);
        byte[] body = activity.toString().getBytes(StandardCharsets.UTF_8);
        network.named(uri.getAuthority())
                .ifPresent(to -> server.threads().execute(() -> send(user, to, uri.getRawPath(), body, ATTEMPTS)));
    }

    /** What cannot be taken now is sent again, as Mastodon does. */
    private void send(String user, PeerNetwork.Host to, String path, byte[] body, int attempts) {
        int status = server.as(actor(user)).post(to, path, body, Instant.now()).status();
        boolean later = status == 0 || status == 401 || status == 429 || status >= 500;
        if (later && attempts > 1)
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS, server.threads())
                    .execute(() -> send(user, to, path, body, attempts - 1));
    }

    @Override
    public void close() {
        server.close();
    }

    private static String target(URI uri) {
        return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return FedifyPeer.JSON.readTree(body);
        } catch (IOException broken) {
            return FedifyPeer.JSON.missingNode();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("POST")
                    && parsed(body).path("type").asText().equals(endsAt)) {
                endsAt = "ended";
                server.down();
            } else if (exchange.getRequestMethod().equals("POST")) {
                Map<String, String> fields = new HashMap<>();
                exchange.getRequestHeaders()
                        .forEach(
                                (name, values) -> fields.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
                MastodonRules.Outcome outcome = receive(new MastodonRules.Request(path, fields, body));
                arrivals.add(new Arrival(parsed(body), outcome.status(), outcome.why()));
                exchange.sendResponseHeaders(outcome.status(), -1);
            } else if (path.equals("/.well-known/webfinger")) {
                String query = exchange.getRequestURI().getQuery();
                String user =
                        query.replaceFirst(".*resource=(?:acct:|.*/users/)", "").replaceFirst("@.*", "");
                PeerServer.answer(exchange, "application/jrd+json", server.webfinger(user, actor(user)));
            } else if (path.equals("/actor") || path.matches("/users/[a-z0-9_]+")) {
                PeerServer.answer(exchange, "application/activity+json", document(path));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private MastodonRules.Outcome receive(MastodonRules.Request request) {
        if (!holding || !parsed(request.body()).path("type").asText().equals("Move")) return rules.receive(request);
        heldMoves.add(request);
        return new MastodonRules.Outcome(202, "waits for a worker");
    }

    private JsonNode document(String path) {
        String id = host.origin() + path;
        ObjectNode document = server.actor(
                id, path.equals("/actor") ? "Application" : "Person", path.substring(path.lastIndexOf('/') + 1), id);
        if (aliases.containsKey(path)) document.putArray("alsoKnownAs").add(aliases.get(path));
        document.putObject("endpoints").put("sharedInbox", host.origin() + "/inbox");
        return document;
    }
}
