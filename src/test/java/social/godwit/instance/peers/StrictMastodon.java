package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server that goes by {@link MastodonRules}, over HTTPS in the test's network. It stands in for Mastodon where none can be
 * run; what it shows is what Mastodon documents, not what Mastodon did.
 */
final class StrictMastodon implements AutoCloseable, MastodonRules.Outside {
    private static final int RSA_BITS = 2048;

    private final PeerNetwork network;
    private final PeerNetwork.Host host;
    private final HttpsServer server;
    private final ExecutorService threads;
    private final KeyPair key;
    private final MastodonRules rules;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private volatile Duration ahead = Duration.ZERO;

    /** A POST to the inbox, its answer, and what became of it in words. */
    record Arrival(JsonNode activity, int status, String why) {
        String type() {
            return activity.path("type").asText();
        }
    }

    private StrictMastodon(PeerNetwork network, PeerNetwork.Host host, HttpsServer server, ExecutorService threads)
            throws GeneralSecurityException {
        this.network = network;
        this.host = host;
        this.server = server;
        this.threads = threads;
        this.rules = new MastodonRules(host.origin(), this);
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS);
        this.key = generator.generateKeyPair();
    }

    /** Starts a server under a host name that begins with {@code label}. Any user name exists on it. */
    static StrictMastodon start(PeerNetwork network, String label) {
        try {
            var host = network.host(label);
            var server = HttpsServer.create(new InetSocketAddress(host.address(), host.port()), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(host.certificate().context()));
            ExecutorService threads = Executors.newCachedThreadPool(task -> {
                var thread = new Thread(task, "strict-mastodon");
                thread.setDaemon(true);
                return thread;
            });
            server.setExecutor(threads);
            var mastodon = new StrictMastodon(network, host, server, threads);
            server.createContext("/", mastodon::serve);
            server.start();
            return mastodon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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

    /** Lets time pass here. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    @Override
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    @Override
    public Optional<JsonNode> fetch(String url) {
        URI uri = URI.create(url);
        return network.named(uri.getAuthority())
                .map(to -> new PeerRequest(network, key.getPrivate(), host.origin() + "/actor#main-key")
                        .get(to, uri.getRawPath(), Instant.now()))
                .filter(answer -> answer.status() == 200)
                .map(answer -> parsed(answer.body()));
    }

    @Override
    public void send(String user, String inbox, ObjectNode activity) {
        URI uri = URI.create(inbox);
        byte[] body = activity.toString().getBytes(StandardCharsets.UTF_8);
        network.named(uri.getAuthority())
                .ifPresent(to -> threads.execute(() -> {
                    new PeerRequest(network, key.getPrivate(), actor(user) + "#main-key")
                            .post(to, uri.getRawPath(), body, Instant.now());
                }));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
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
            if (exchange.getRequestMethod().equals("POST")) {
                Map<String, String> fields = new HashMap<>();
                exchange.getRequestHeaders()
                        .forEach(
                                (name, values) -> fields.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
                MastodonRules.Outcome outcome = rules.receive(new MastodonRules.Request(path, fields, body));
                arrivals.add(new Arrival(parsed(body), outcome.status(), outcome.why()));
                exchange.sendResponseHeaders(outcome.status(), -1);
            } else if (path.equals("/.well-known/webfinger")) {
                String query = exchange.getRequestURI().getQuery();
                String user =
                        query.replaceFirst(".*resource=(?:acct:|.*/users/)", "").replaceFirst("@.*", "");
                answer(exchange, "application/jrd+json", webfinger(user));
            } else if (path.equals("/actor") || path.matches("/users/[a-z0-9_]+")) {
                answer(exchange, "application/activity+json", document(path));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, String type, JsonNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private JsonNode webfinger(String user) {
        ObjectNode jrd = FedifyPeer.JSON.createObjectNode().put("subject", "acct:" + user + "@" + host.authority());
        jrd.putArray("links")
                .addObject()
                .put("rel", "self")
                .put("type", "application/activity+json")
                .put("href", actor(user));
        return jrd;
    }

    private JsonNode document(String path) {
        String id = host.origin() + path;
        ObjectNode document = FedifyPeer.JSON.createObjectNode();
        document.putArray("@context")
                .add("https://www.w3.org/ns/activitystreams")
                .add("https://w3id.org/security/v1");
        document.put("id", id)
                .put("type", path.equals("/actor") ? "Application" : "Person")
                .put("preferredUsername", path.substring(path.lastIndexOf('/') + 1))
                .put("inbox", id + "/inbox")
                .put("outbox", id + "/outbox")
                .put("followers", id + "/followers");
        if (aliases.containsKey(path)) document.putArray("alsoKnownAs").add(aliases.get(path));
        document.putObject("endpoints").put("sharedInbox", host.origin() + "/inbox");
        document.putObject("publicKey")
                .put("id", id + "#main-key")
                .put("owner", id)
                .put(
                        "publicKeyPem",
                        "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(key.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n");
        return document;
    }
}
