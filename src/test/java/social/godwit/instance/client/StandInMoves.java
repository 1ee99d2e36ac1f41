package social.godwit.instance.client;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SealedBox;
import social.godwit.instance.client.home.KeyRing;

/** What a stand-in gateway does for an account that moves: its key, its followers, and the requests that it sends for the owner. */
final class StandInMoves {
    final RsaKeyPair key = RsaKeyPair.generate(TestKeys.seeded(77));

    /** Followers, an inbox each. */
    final List<String> inboxes = new ArrayList<>();

    /** So many followers share an inbox. */
    int followersOfInbox = 1;

    /** Inboxes that never answer. */
    final Set<String> dead = new HashSet<>();

    /** Whether the dead have not answered for so long that their signatures are too old. */
    boolean expired;

    /** Inboxes whose followers follow by another Follow than before. */
    final Set<String> followedAnew = new HashSet<>();

    /** After so many requests to relay it fails once, in the middle of a page. */
    int failsAfter = Integer.MAX_VALUE;

    /** How often each inbox was signed for. */
    final Map<String, Integer> signed = new HashMap<>();

    /** The largest page of requests, in bytes. */
    int largest;

    /** What each inbox was sent, each text once. */
    final Map<String, Set<String>> sent = new LinkedHashMap<>();

    /** What was handed over, as it came. */
    final List<JsonObject> handedOver = new ArrayList<>();

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
            answer(exchange, 200, followers(exchange.getRequestURI().getQuery()));
        } else if (path.endsWith("/servers")) {
            answer(exchange, 200, servers(body));
        } else if (path.endsWith("/old-address")) {
            if (exchange.getRequestMethod().equals("POST"))
                handedOver.add(Answers.json(body).orElseThrow());
            else handedOver.clear();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        } else if (path.endsWith("/relay")) {
            boolean post = exchange.getRequestMethod().equals("POST");
            boolean takes = !post || relay(body);
            answer(exchange, takes ? post ? 202 : 200 : 500, standing());
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

    /** As a gateway pages: {@code limit} and {@code before}. */
    private JsonObject followers(String query) {
        int limit = number(query, "limit", 20);
        int from = number(query, "before", 0);
        int all = inboxes.size() * followersOfInbox;
        List<Json> items = new ArrayList<>();
        for (int i = from; i < Math.min(all, from + limit); i++) {
            String inbox = inboxes.get(i / followersOfInbox);
            String who = followersOfInbox == 1 ? "" : "" + i % followersOfInbox;
            items.add(JsonObject.builder()
                    .put("type", "Follow")
                    .put("id", inbox + (followedAnew.contains(inbox) ? "/follow-anew" : "/follow") + who)
                    .put("actor", inbox.replace("/inbox", "/user" + who))
                    .put("inbox", inbox)
                    .build());
        }
        var page = JsonObject.builder().put("orderedItems", items);
        if (from + limit < all) page.put("next", "https://gateway.example/followers?before=" + (from + limit));
        return page.build();
    }

    private static int number(String query, String name, int otherwise) {
        for (String part : (query == null ? "" : query).split("&"))
            if (part.startsWith(name + "=")) return Integer.parseInt(part.substring(name.length() + 1));
        return otherwise;
    }

    /** Everybody runs Mastodon, but for the dead. */
    private JsonObject servers(byte[] body) {
        List<Json> servers = new ArrayList<>();
        for (Json item : Answers.json(body).orElseThrow().list("origins")) {
            String origin = ((JsonString) item).value();
            boolean gone = dead.contains(origin + "/inbox");
            servers.add(JsonObject.builder()
                    .put("origin", origin)
                    .put("state", gone ? "dead" : "known")
                    .put("software", gone ? "" : "mastodon")
                    .put("version", "")
                    .build());
        }
        return JsonObject.builder().put("servers", servers).put("pending", 0).build();
    }

    /** Whether all were taken. */
    private boolean relay(byte[] body) {
        largest = Math.max(largest, body.length);
        JsonObject json = Answers.json(body).orElseThrow();
        json.string("after").ifPresent(after::add);
        for (Json item : json.list("requests"))
            if (item instanceof JsonObject request) {
                if (failsAfter-- == 0) return false;
                String inbox = request.string("inbox").orElseThrow();
                signed.merge(inbox, 1, Integer::sum);
                sent.computeIfAbsent(inbox, any -> new HashSet<>())
                        .add(json.string("activity").orElseThrow());
            }
        return true;
    }

    private JsonObject standing() {
        List<Json> open = new ArrayList<>();
        for (String inbox : sent.keySet())
            if (dead.contains(inbox))
                open.add(JsonObject.builder()
                        .put("inbox", inbox)
                        .put("state", expired ? "expired" : "waiting")
                        .put("attempts", 1)
                        .build());
        return JsonObject.builder()
                .put("taken", sent.size() - open.size())
                .put(expired ? "expired" : "waiting", open.size())
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
