package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.policy.FederationPolicy;

/** Rows 24-26 and 35-39 over real sockets on loopback. */
class GuardedClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final GuardedClient client = client(Duration.ofSeconds(2));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private GuardedClient client(Duration deadline) {
        return new VertxGuardedClient(
                vertx,
                new GuardedClientSettings(
                        true, "Godwit/test", List.of(), List.of(), deadline, Duration.ofSeconds(1), 2),
                host -> {
                    asked.add(host);
                    return Uni.createFrom().item(names.getOrDefault(host, List.of()));
                },
                authority -> Optional.empty(),
                host -> FederationPolicy.Stance.ALLOW,
                InstantSource.system());
    }

    private static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    private void name(String host, String... addresses) {
        names.put(host, Arrays.stream(addresses).map(GuardedClientTest::ip).toList());
    }

    /** A server under the name {@code peer.test}; returns its URL. */
    private URI serve(Handler<HttpServerRequest> handler) {
        HttpServer server = vertx.createHttpServer().requestHandler(handler);
        name("peer.test", "127.0.0.1");
        return URI.create("http://peer.test:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort() + "/");
    }

    private URI serveRaw(Handler<NetSocket> handler) {
        NetServer server = vertx.createNetServer().connectHandler(handler);
        name("peer.test", "127.0.0.1");
        return URI.create("http://peer.test:"
                + server.listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join()
                        .actualPort() + "/");
    }

    private RemoteOutcome get(URI uri) {
        return send(RemoteRequest.get(uri, "*/*").bodySizeMax(10_000));
    }

    private RemoteOutcome send(RemoteRequest request) {
        return client.send(request).await().atMost(Duration.ofSeconds(60));
    }

    private static RemoteOutcome.Response response(RemoteOutcome outcome) {
        assertThat(outcome).isInstanceOf(RemoteOutcome.Response.class);
        return (RemoteOutcome.Response) outcome;
    }

    @Test
    void asksWithNameAgentAndDateOverTheCheckedAddress() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        URI uri = serve(in -> {
            seen.add(in.getHeader("user-agent") + "|" + in.getHeader("host") + "|" + in.uri());
            in.response().putHeader("content-type", "text/plain").end("hello");
        });
        RemoteOutcome.Response response = response(get(uri.resolve("/a/did:key:z6Mk?x=%20")));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo("hello");
        assertThat(response.headers().only("content-type")).hasValue("text/plain");
        assertThat(seen).containsExactly("Godwit/test|" + uri.getAuthority() + "|/a/did:key:z6Mk?x=%20");
        assertThat(asked).containsExactly("peer.test");
    }

    @Test
    void sendsABodyWithWhatTheSignerAdds() {
        URI uri = serve(in -> in.bodyHandler(
                body -> in.response().setStatusCode(202).end(in.getHeader("x-signed") + " " + body.length())));
        RemoteOutcome.Response response =
                response(send(RemoteRequest.post(uri, "application/activity+json", new byte[77])
                        .signedBy((method, target, headers, body) -> Headers.of(
                                "x-signed", method + " " + target + " " + headers.has("date") + " " + body.length))));
        assertThat(response.status()).isEqualTo(202);
        assertThat(response.body()).asString().isEqualTo("POST " + uri + " true 77 77");
    }

    /** Row 37: one private address, and none at all. */
    @Test
    void neverConnectsWhenOneAddressIsPrivate() {
        AtomicInteger connections = new AtomicInteger();
        URI uri = serveRaw(socket -> connections.incrementAndGet());
        name("peer.test", "127.0.0.1", "192.168.7.7");
        assertThat(get(uri)).isInstanceOf(RemoteOutcome.Blocked.class);
        names.clear();
        assertThat(get(uri)).isInstanceOf(RemoteOutcome.Failed.class);
        assertThat(connections).hasValue(0);
    }

    /** Row 37: the name changes its address between check and connect; what was checked is what is connected to. */
    @Test
    void looksAHostUpOnceAndConnectsToWhatItChecked() {
        URI uri = serve(in -> in.response().end("checked"));
        assertThat(response(get(uri)).body()).asString().isEqualTo("checked");
        assertThat(asked).hasSize(1);
    }

    @Test
    void triesTheNextAddressWhenOneDoesNotAnswer() {
        URI uri = serve(in -> in.response().end("second"));
        name("peer.test", "127.0.0.99", "127.0.0.1");
        assertThat(response(get(uri)).body()).asString().isEqualTo("second");
    }

    /** Row 38: redirects. */
    @Test
    void followsThreeRedirectsAndSignsEachAnew() {
        List<String> signed = Collections.synchronizedList(new ArrayList<>());
        URI uri = serve(in -> {
            int hop = Integer.parseInt(in.path().substring(1));
            if (hop < 3) {
                in.response()
                        .setStatusCode(302)
                        .putHeader("location", "/" + (hop + 1))
                        .end();
            } else {
                in.response().end("there");
            }
        });
        RemoteOutcome.Response response =
                response(send(RemoteRequest.get(uri.resolve("/0"), "*/*").signedBy((method, target, headers, body) -> {
                    signed.add(target.getPath());
                    return Headers.of("signature", target.getPath());
                })));
        assertThat(response.uri()).isEqualTo(uri.resolve("/3"));
        assertThat(signed).containsExactly("/0", "/1", "/2", "/3");
        assertThat(asked).hasSize(4);
    }

    /** Row 38: a fourth hop, a loop, a private address, another scheme. */
    @Test
    void followsNoRedirectThatLeadsAstray() {
        List<String> locations = List.of(
                "/loop",
                "http://inside.test/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::ffff:10.0.0.1]/",
                "ftp://peer.test/",
                "file:///etc/passwd",
                "http://user:pw@peer.test/",
                "//2130706433/",
                "javascript:alert(1)",
                "http://bad host/");
        name("inside.test", "10.0.0.5");
        name("169.254.169.254", "169.254.169.254");
        name("[::ffff:10.0.0.1]", "10.0.0.1");
        URI uri = serve(in -> {
            String path = in.path();
            String location = path.equals("/loop") ? "/loop" : locations.get(Integer.parseInt(path.substring(1)));
            in.response().setStatusCode(301).putHeader("location", location).end();
        });
        for (int i = 0; i < locations.size(); i++) {
            assertThat(get(uri.resolve("/" + i))).as(locations.get(i)).isInstanceOf(RemoteOutcome.Blocked.class);
        }
    }

    @Test
    void doesNotRedirectAPost() {
        URI uri = serve(in ->
                in.response().setStatusCode(307).putHeader("location", "/other").end());
        assertThat(response(send(RemoteRequest.post(uri, "text/plain", new byte[1])))
                        .status())
                .isEqualTo(307);
    }

    /** Row 24: too large, with the length said and unsaid. */
    @Test
    void stopsReadingAtTheLimit() {
        Buffer large = Buffer.buffer(new byte[20_000]);
        URI said = serve(in -> in.response().end(large));
        assertThat(get(said)).isEqualTo(new RemoteOutcome.TooLarge(10_000));
        URI unsaid = serve(in -> {
            in.response().setChunked(true);
            pour(in, 0);
        });
        assertThat(get(unsaid)).isEqualTo(new RemoteOutcome.TooLarge(10_000));
        URI fits = serve(in -> in.response().end(Buffer.buffer(new byte[10_000])));
        assertThat(response(get(fits)).body()).hasSize(10_000);
    }

    private static void pour(HttpServerRequest in, int count) {
        if (count < 1000 && !in.response().closed()) {
            in.response().write(Buffer.buffer(new byte[1000])).onSuccess(written -> pour(in, count + 1));
        }
    }

    /** Row 25: what inflates beyond the limit, what is encoded twice, and what nobody asked for. */
    @Test
    void limitsWhatIsInflated() {
        byte[] small = gzip(new byte[9_000]);
        byte[] bomb = gzip(new byte[5_000_000]);
        assertThat(bomb.length).isLessThan(10_000);
        URI uri = serve(in -> {
            switch (in.path()) {
                case "/small" ->
                    in.response().putHeader("content-encoding", "gzip").end(Buffer.buffer(small));
                case "/bomb" ->
                    in.response().putHeader("content-encoding", "gzip").end(Buffer.buffer(bomb));
                case "/twice" ->
                    in.response().putHeader("content-encoding", "gzip, gzip").end(Buffer.buffer(gzip(small)));
                case "/br" -> in.response().putHeader("content-encoding", "br").end(Buffer.buffer(small));
                case "/two" ->
                    in.response()
                            .putHeader("content-encoding", (Iterable<String>) List.of("gzip", "gzip"))
                            .end(Buffer.buffer(small));
                default -> in.response().putHeader("content-encoding", "gzip").end("not gzip");
            }
        });
        assertThat(response(get(uri.resolve("/small"))).body()).hasSize(9_000);
        assertThat(get(uri.resolve("/bomb"))).isEqualTo(new RemoteOutcome.TooLarge(10_000));
        for (String path : List.of("/twice", "/br", "/two", "/broken")) {
            assertThat(get(uri.resolve(path))).as(path).isInstanceOf(RemoteOutcome.Failed.class);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    /** Row 26: one byte now and then, for ever. */
    @Test
    void givesUpOnASlowAnswerAsAWhole() {
        URI uri = serveRaw(socket -> {
            socket.write("HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n");
            long timer = vertx.setPeriodic(50, tick -> socket.write("x"));
            socket.closeHandler(closed -> vertx.cancelTimer(timer));
        });
        long start = System.nanoTime();
        assertThat(client(Duration.ofMillis(400))
                        .send(RemoteRequest.get(uri, "*/*"))
                        .await()
                        .atMost(Duration.ofSeconds(60)))
                .isInstanceOf(RemoteOutcome.Timeout.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("all of it would take four minutes")
                .isLessThan(Duration.ofSeconds(30));
    }

    /** Row 26: headers without end, one huge header, trailers without end, no HTTP at all. */
    @Test
    void givesUpOnEndlessHeaders() {
        String line = "x-a: " + "b".repeat(1000) + "\r\n";
        URI headers = serveRaw(socket -> socket.write("HTTP/1.1 200 OK\r\n" + line.repeat(1000)));
        assertThat(get(headers)).isInstanceOf(RemoteOutcome.Failed.class);
        URI huge = serveRaw(socket -> socket.write("HTTP/1.1 200 OK\r\nx-a: " + "b".repeat(200_000)));
        assertThat(get(huge)).isInstanceOf(RemoteOutcome.Failed.class);
        URI trailers = serveRaw(socket -> socket.write(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n" + line.repeat(1000)));
        assertThat(get(trailers)).isInstanceOf(RemoteOutcome.Failed.class);
        URI other = serveRaw(socket -> socket.end(Buffer.buffer("SSH-2.0-OpenSSH_9.2\r\n")));
        assertThat(get(other)).isInstanceOf(RemoteOutcome.Failed.class);
    }

    /** snac2 closes every connection after its answer, without saying so. */
    @Test
    void survivesPeersThatCloseWithoutAWord() {
        AtomicInteger answered = new AtomicInteger();
        URI uri = serveRaw(socket -> {
            Buffer request = Buffer.buffer();
            socket.handler(bytes -> {
                if (request.appendBuffer(bytes).toString().endsWith("\r\n\r\n0123456789")) {
                    answered.incrementAndGet();
                    socket.write("HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n")
                            .onComplete(written -> socket.close());
                }
            });
        });
        for (int i = 0; i < 20; i++) {
            assertThat(response(send(RemoteRequest.post(uri, "text/plain", "0123456789".getBytes())))
                            .status())
                    .isEqualTo(202);
        }
        assertThat(answered).hasValueBetween(20, 25);
    }

    @Test
    void keepsAConnectionThatIsKept() {
        AtomicInteger connections = new AtomicInteger();
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(in -> in.response().end());
        name("peer.test", "127.0.0.1");
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        for (int i = 0; i < 10; i++) {
            assertThat(response(get(URI.create("http://peer.test:" + port + "/")))
                            .status())
                    .isEqualTo(200);
        }
        assertThat(connections).hasValueLessThan(4);
    }

    @Test
    void limitsHowManyRequestsOneHostGetsAtOnce() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        URI uri = serve(in -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            vertx.setTimer(20, timer -> {
                now.decrementAndGet();
                in.response().end();
            });
        });
        List<Uni<RemoteOutcome>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(client.send(RemoteRequest.get(uri, "*/*")));
        }
        List<RemoteOutcome> outcomes = Uni.join().all(all).andFailFast().await().atMost(Duration.ofSeconds(60));
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(response(outcome).status()).isEqualTo(200));
        assertThat(most).hasValue(2);
    }

    @Test
    void tellsThatNobodyListens() {
        NetServer server = vertx.createNetServer().connectHandler(NetSocket::close);
        name("peer.test", "127.0.0.1");
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        server.close().toCompletionStage().toCompletableFuture().join();
        assertThat(get(URI.create("http://peer.test:" + port + "/"))).isInstanceOf(RemoteOutcome.Failed.class);
    }
}
