package social.godwit.instance.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SealedBox;
import social.godwit.instance.client.home.KeyRing;

/** What a stand-in gateway does for an account that moves: its key, its followers, and the requests that it sends for the owner. */
final class StandInMoves {
    final RsaKeyPair key = RsaKeyPair.generate(TestKeys.seeded(77));

    /** Followers, an inbox each. */
    final List<String> inboxes = new ArrayList<>();

    /** Inboxes that never answer. */
    final Set<String> dead = new HashSet<>();

    /** What each inbox was sent, each text once. */
    final Map<String, Set<String>> sent = new LinkedHashMap<>();

    /** What goes before, as the owner asked. */
    final Set<String> after = new HashSet<>();

    private final KeyRing owner;

    StandInMoves(KeyRing owner) {
        this.owner = owner;
    }

    boolean answers(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/.well-known/webfinger")) {
            answer(exchange, 404, JsonObject.empty());
        } else if (path.endsWith("/key")) {
            answer(exchange, 200, key());
        } else if (path.endsWith("/followers") && path.startsWith("/client/")) {
            answer(exchange, 200, followers());
        } else if (path.endsWith("/relay")) {
            if (exchange.getRequestMethod().equals("POST")) relay(body);
            answer(exchange, exchange.getRequestMethod().equals("POST") ? 202 : 200, standing());
        } else {
            return false;
        }
        return true;
    }

    private JsonObject key() {
        return JsonObject.builder()
                .put("publicKeyMultibase", key.publicKey().multibase())
                .put(
                        "sealedPrivateKey",
                        Multibase.encode(SealedBox.seal(
                                key.pkcs8(), owner.did().key(), "godwit account rsa key", TestKeys.seeded(78))))
                .build();
    }

    private JsonObject followers() {
        List<Json> items = new ArrayList<>();
        for (String inbox : inboxes)
            items.add(JsonObject.builder()
                    .put("type", "Follow")
                    .put("id", inbox + "/follow")
                    .put("actor", inbox.replace("/inbox", "/user"))
                    .put("inbox", inbox)
                    .build());
        return JsonObject.builder().put("orderedItems", items).build();
    }

    private void relay(byte[] body) {
        JsonObject json = Answers.json(body).orElseThrow();
        json.string("after").ifPresent(after::add);
        for (Json item : json.list("requests"))
            if (item instanceof JsonObject request)
                sent.computeIfAbsent(request.string("inbox").orElseThrow(), inbox -> new HashSet<>())
                        .add(json.string("activity").orElseThrow());
    }

    private JsonObject standing() {
        List<Json> open = new ArrayList<>();
        for (String inbox : sent.keySet())
            if (dead.contains(inbox))
                open.add(JsonObject.builder()
                        .put("inbox", inbox)
                        .put("state", "waiting")
                        .put("attempts", 1)
                        .build());
        return JsonObject.builder()
                .put("taken", sent.size() - open.size())
                .put("waiting", open.size())
                .put("open", open)
                .build();
    }

    private static void answer(HttpExchange exchange, int status, JsonObject json) throws IOException {
        byte[] bytes = new String(Jcs.bytes(json), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
