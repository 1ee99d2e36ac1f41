package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.TimeId;

/** A server with many portable actors, each with an inbox of its own, which takes so many posts and holds the others up. */
final class PortablePeers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PeerNetwork network;
    private final PeerServer server;
    private final Semaphore room;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, byte[]> actors = new LinkedHashMap<>();
    private final Map<Ids, SigningKey> people = new LinkedHashMap<>();
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    /** One delivery that was answered with 202: to which inbox, of which activity, with which bytes, and when. */
    record Arrival(String inbox, String activity, String body, Instant at) {}

    /** Starts a server with so many actors, none of whom follows anybody yet; it takes {@code taking} posts until it is told to go on. */
    PortablePeers(PeerNetwork network, String label, int count, int taking) {
        this.network = network;
        this.server = new PeerServer(network, label);
        this.room = new Semaphore(taking);
        String origin = server.host().origin();
        SigningKey instance = key();
        for (int i = 0; i < count; i++) {
            SigningKey key = key();
            Ids ids = new Ids(key.did(), Origin.parse(origin).orElseThrow(), "person" + i);
            var gateway = new ActorDocument.Gateway(origin, instance.did().toString(), origin + "/inbox");
            JsonObject actor = ActorDocument.first(ids, gateway, now).without("endpoints");
            people.put(ids, key);
            actors.put(path(ids.actor()), Jcs.bytes(IntegrityProof.sign(actor, key, now)));
        }
        server.start(this::serve);
    }

    private static SigningKey key() {
        return SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            new SecureRandom().nextBytes(bytes);
            return bytes;
        });
    }

    private String path(String url) {
        return url.substring(server.host().origin().length());
    }

    /** All of them follow somebody; the statuses of the answers. */
    List<Integer> follow(PeerNetwork.Host home, String actor) {
        return people.entrySet().stream()
                .map(person -> {
                    Ids ids = person.getKey();
                    JsonObject follow = IntegrityProof.sign(
                            Activities.follow(ids, TimeId.of(now.toEpochMilli() * 1000, 1), actor),
                            person.getValue(),
                            now);
                    return post(home, Jcs.bytes(follow));
                })
                .toList();
    }

    /** The inboxes, as this server sees them on the request line. */
    List<String> inboxes() {
        return people.keySet().stream().map(ids -> path(ids.ofActor("inbox"))).toList();
    }

    /** Takes whatever comes from now on, and what was held up. */
    void goOn() {
        room.release(Integer.MAX_VALUE / 2);
    }

    /** What was taken of an activity so far, in the order of the answers. */
    List<Arrival> arrivals(String activity) {
        return arrivals.stream()
                .filter(arrival -> arrival.activity().equals(activity))
                .toList();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] actor = actors.get(path);
            if (exchange.getRequestMethod().equals("POST")) {
                JsonNode json = FedifyPeer.JSON.readTree(body);
                if (json.path("type").asText().equals("Create")) {
                    room.acquire();
                }
                arrivals.add(new Arrival(
                        path, json.path("id").asText(), new String(body, StandardCharsets.UTF_8), Instant.now()));
                exchange.sendResponseHeaders(202, -1);
            } else if (actor != null) {
                exchange.getResponseHeaders()
                        .set("Content-Type", "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"");
                exchange.sendResponseHeaders(200, actor.length);
                exchange.getResponseBody().write(actor);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private int post(PeerNetwork.Host to, byte[] body) {
        try (Socket plain = new Socket(InetAddress.getByName(to.address()), to.port());
                Socket socket = network.authority()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, to.name(), to.port(), true)) {
            plain.setSoTimeout((int) PATIENCE.toMillis());
            String head = "POST /inbox HTTP/1.1\r\nHost: " + to.authority()
                    + "\r\nContent-Type: application/activity+json\r\nUser-Agent: portable-peers\r\nContent-Length: "
                    + body.length + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return Integer.parseInt(status.split(" ", 3)[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
