package social.godwit.activitypub.peering.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.activitypub.peering.Peering;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.store.Timers;
import social.godwit.store.replication.Effects;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.NoRecords;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.Replicas;
import social.godwit.store.testing.TestDatabase;

/** Other instances, honest and hostile, over HTTP. */
class StoreHttpTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String HELLO = "{\"nonce\":\"0123456789abcdef\"}";

    private GatewayWorld world;
    private Replicas replicas;
    private SigningKey peer;
    private int port;

    @AfterAll
    static void stop() {
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void serve() {
        world = new GatewayWorld(DB);
        replicas = new MemoryReplicas();
        peer = SigningKey.generate(world.randomness());
        Beans beans = world.beans()
                .with(replicas)
                .with(world.randomness())
                .with(new NoRecords())
                .with(Effects.NONE)
                .with((GuardedClient) request -> Uni.createFrom().item(new RemoteOutcome.Failed("nobody is there")))
                .with((FederationPolicy) host -> host.equals("denied.example") ? Stance.DENY : Stance.ALLOW)
                .with(new NoTimers())
                .make("peering.Peering");
        beans.get(Peering.class).start();
        Router router = Router.router(VERTX);
        beans.make("peering.web.StoreRoutes").get(StoreRoutes.class).register(router);
        HttpServer server = VERTX.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    /** Nothing is begun by itself. */
    private static final class NoTimers implements Timers {
        @Override
        public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
            return new Timer() {
                @Override
                public void wake() {}

                @Override
                public void cancel() {}
            };
        }

        @Override
        public Uni<Void> after(Duration delay) {
            return Uni.createFrom().nothing();
        }
    }

    private HttpResponse<byte[]> post(String name, byte[] body, Map<String, String> more) {
        String path = PeerRequest.ROOT + name;
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        sign("POST", path, body).forEach(request::header);
        more.forEach(request::header);
        return send(request);
    }

    private HttpResponse<byte[]> post(String name, String body) {
        return post(name, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private Map<String, String> sign(String method, String path, byte[] body) {
        return IdentityRequest.sign(
                peer, method, URI.create(GatewayWorld.ORIGIN + path), body, world.now(), world.randomness());
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JsonObject json(HttpResponse<byte[]> answer) {
        return StrictJson.read(answer.body(), JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject object)
                ? object
                : JsonObject.empty();
    }

    private static String problem(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        return json(answer).string("type").orElseThrow();
    }

    private double demerits() {
        return replicas.state(peer.did()).await().indefinitely().demerits(world.now());
    }

    @Test
    void answersWhoSigns() {
        HttpResponse<byte[]> hello = post("hello", HELLO);
        assertThat(hello.statusCode()).isEqualTo(200);
        assertThat(json(hello).string("type")).contains("PeerHello");
        assertThat(json(hello).string("peer")).contains(peer.did().toString());
        assertThat(hello.headers().firstValue("cache-control")).contains("no-store");

        String path = "/store/v1/accounts";
        var get = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        assertThat(send(get.copy().GET()).statusCode()).isEqualTo(401);
        sign("GET", path, new byte[0]).forEach(get::header);
        assertThat(send(get.GET()).statusCode()).isEqualTo(200);
        assertThat(demerits()).isZero();
    }

    @Test
    void takesASignatureForItsOwnRequestAndOnce() {
        byte[] body = HELLO.getBytes(StandardCharsets.UTF_8);
        Map<String, String> signature = sign("POST", "/store/v1/hello", body);
        var once = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/store/v1/hello"));
        signature.forEach(once::header);
        assertThat(send(once.copy().POST(HttpRequest.BodyPublishers.ofString("{\"nonce\":\"0123456789abcdeF\"}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(once.copy().POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(once.copy().POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .statusCode())
                .isEqualTo(401);
        var elsewhere = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/store/v1/fetch"));
        sign("POST", "/store/v1/hello", body).forEach(elsewhere::header);
        assertThat(send(elsewhere.POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("row P9: who does not sign sends no body")
    void readsNoBodyWithoutASignature() throws IOException {
        try (var socket = new Socket("localhost", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /store/v1/records HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            // answered although not one byte of the body was sent
            byte[] head = socket.getInputStream().readNBytes(12);
            assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    @DisplayName("row P9: bodies over the limit of their request, and compressed ones, are not read")
    void refusesLargeAndCompressedBodies() {
        assertThat(post("position", new byte[5 << 10], Map.of()).statusCode()).isEqualTo(413);
        assertThat(post("fetch", new byte[300 << 10], Map.of()).statusCode()).isEqualTo(413);
        assertThat(post("records", new byte[PeerRequest.MAX_BODY + 1], Map.of()).statusCode())
                .isEqualTo(413);
        HttpResponse<byte[]> compressed = post("records", new byte[100], Map.of("Content-Encoding", "gzip"));
        assertThat(compressed.statusCode()).isEqualTo(415);
        assertThat(problem(compressed)).contains("content-encoding");
    }

    @Test
    @DisplayName("row P9: what breaks the protocol is told so, and costs score until nothing is answered any more")
    void losesScoreWithEveryBreach() {
        byte[] otherVersion = {0x62, 0, 0, 0};
        byte[] noVersion = {0x10, 0, 0, 0};
        byte[] longFrame = {1, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0};
        byte[] strangeKind = {9, 0, 0, 0, 0};
        assertThat(post("reconcile", otherVersion, Map.of()).body()).containsExactly(0x61);
        assertThat(problem(post("reconcile", noVersion, Map.of()))).endsWith("negentropy");
        assertThat(problem(post("records", longFrame, Map.of()))).endsWith("frames");
        assertThat(problem(post("reconcile/items", strangeKind, Map.of()))).endsWith("frames");
        assertThat(problem(post("fetch", "{}"))).endsWith("fetch");
        assertThat(problem(post("hello", "{\"nonce\":\"short\"}"))).endsWith("hello");
        assertThat(demerits()).isBetween(49.0, 51.0);
        for (int i = 0; i < 5; i++) {
            post("reconcile", noVersion, Map.of());
        }
        HttpResponse<byte[]> shut = post("hello", HELLO);
        assertThat(shut.statusCode()).isEqualTo(429);
        assertThat(shut.headers().firstValue("retry-after")).isPresent();
        world.later(Duration.ofHours(2));
        assertThat(post("hello", HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("row P9: a session without end meets its quota")
    void endsSessionsWithoutEnd() {
        // A stranger's 200 units of work a second for five minutes, of which a request costs ten.
        int allowed = 6_000;
        int answered = 0;
        while (answered <= allowed && post("hello", HELLO).statusCode() == 200) {
            answered++;
        }
        assertThat(answered).isEqualTo(allowed);
        assertThat(post("hello", HELLO).headers().firstValue("retry-after")).isPresent();
        peer = SigningKey.generate(world.randomness());
        assertThat(post("hello", HELLO).statusCode()).isEqualTo(200);
        world.later(Duration.ofMinutes(6));
        assertThat(post("hello", HELLO).statusCode()).isEqualTo(200);
    }

    @Test
    void dealsWithNoGatewayOfADeniedDomain() {
        var denied = new Peer(Origin.parse("https://denied.example").orElseThrow(), peer.did());
        Did account = SigningKey.generate(world.randomness()).did();
        replicas.share(account, 1, List.of(denied)).await().indefinitely();
        HttpResponse<byte[]> answer = post("hello", HELLO);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(problem(answer)).contains("denied");
    }
}
