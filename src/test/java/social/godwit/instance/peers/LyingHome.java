package social.godwit.instance.peers;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What answers at the address of a home whose operator has turned on an account: it refuses, says that nobody was ever there, answers
 * garbage, breaks off, and shows actors of its choice; and it has the key that servers know the account by.
 */
final class LyingHome implements AutoCloseable {
    private final PeerServer server;
    private final PeerRequest asAccount;
    private final List<String> actors;
    private final AtomicInteger asked = new AtomicInteger();

    private LyingHome(PeerServer server, PeerRequest asAccount, List<String> actors) {
        this.server = server;
        this.asAccount = asAccount;
        this.actors = actors;
    }

    /**
     * Starts it at the address of a home that was killed.
     *
     * @param key what the home signed with for the account, and its id
     * @param actors the actor documents that are shown
     */
    static LyingHome start(
            PeerNetwork network, PeerNetwork.Host host, PrivateKey key, String keyId, List<String> actors) {
        var liar = new LyingHome(new PeerServer(network, host), new PeerRequest(network, key, keyId), actors);
        liar.server.start(liar::answer);
        return liar;
    }

    /** Says something in the account's name to an inbox; the status of the answer. */
    int say(PeerNetwork.Host to, String path, String activity) {
        return asAccount
                .post(to, path, activity.getBytes(StandardCharsets.UTF_8), Instant.now())
                .status();
    }

    /** Whoever asks gets the next lie. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            int turn = asked.getAndIncrement() % (4 + actors.size());
            switch (turn) {
                case 0 -> exchange.sendResponseHeaders(403, -1);
                case 1 -> exchange.sendResponseHeaders(410, -1);
                case 2 -> show(exchange, "\u0000{\"id\":[[[[", 0);
                case 3 -> show(exchange, "{\"id\":", 1_000_000);
                default -> show(exchange, actors.get(turn - 4), 0);
            }
        }
    }

    private static void show(HttpExchange exchange, String text, int promised) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/activity+json");
        exchange.sendResponseHeaders(200, body.length + promised);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.close();
    }
}
