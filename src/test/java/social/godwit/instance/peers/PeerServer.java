package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the small test peers have in common: HTTPS on a host of the test's network, one RSA key, and how they show actors. */
final class PeerServer implements AutoCloseable {
    private static final int RSA_BITS = 2048;

    private final PeerNetwork network;
    private final PeerNetwork.Host host;
    private final ExecutorService threads;
    private final KeyPair key;
    private volatile HttpsServer server;
    private volatile HttpHandler handler = exchange -> exchange.sendResponseHeaders(404, -1);

    /** A server, not yet started, under a host name that begins with {@code label}. */
    PeerServer(PeerNetwork network, String label) {
        this(network, network.host(label));
    }

    /** A server, not yet started, at a host whose own server is gone. */
    PeerServer(PeerNetwork network, PeerNetwork.Host host) {
        this.network = network;
        this.host = host;
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, host.name());
            thread.setDaemon(true);
            return thread;
        });
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            this.key = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server = bound();
    }

    private HttpsServer bound() {
        try {
            HttpsServer made = HttpsServer.create(new InetSocketAddress(host.address(), host.port()), 0);
            made.setHttpsConfigurator(new HttpsConfigurator(host.certificate().context()));
            made.setExecutor(threads);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(HttpHandler answering) {
        handler = answering;
        server.createContext("/", answering);
        server.start();
    }

    /** Ends in the middle of whatever it does: nobody listens any more, and what was asked is not answered. */
    void down() {
        server.stop(0);
    }

    /** Is there again, with the key that it had. */
    void up() {
        server = bound();
        start(handler);
    }

    PeerNetwork.Host host() {
        return host;
    }

    /** The threads that requests are answered on; they end with the server. */
    ExecutorService threads() {
        return threads;
    }

    /** Makes requests signed in an actor's name. */
    PeerRequest as(String actor) {
        return new PeerRequest(network, key.getPrivate(), keyId(actor));
    }

    static void answer(HttpExchange exchange, String type, JsonNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** WebFinger's answer for an actor here. */
    ObjectNode webfinger(String user, String actor) {
        ObjectNode jrd = FedifyPeer.JSON.createObjectNode().put("subject", "acct:" + user + "@" + host.authority());
        jrd.putArray("links")
                .addObject()
                .put("rel", "self")
                .put("type", "application/activity+json")
                .put("href", actor);
        return jrd;
    }

    /** An actor with this server's key, whose collections lie below {@code base}. */
    ObjectNode actor(String id, String type, String user, String base) {
        ObjectNode document = FedifyPeer.JSON.createObjectNode();
        document.putArray("@context")
                .add("https://www.w3.org/ns/activitystreams")
                .add("https://w3id.org/security/v1");
        document.put("id", id)
                .put("type", type)
                .put("preferredUsername", user)
                .put("inbox", base + "/inbox")
                .put("outbox", base + "/outbox")
                .put("followers", base + "/followers");
        document.putObject("publicKey")
                .put("id", keyId(id))
                .put("owner", id)
                .put(
                        "publicKeyPem",
                        "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(key.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n");
        return document;
    }

    private static String keyId(String actor) {
        return actor + "#main-key";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
