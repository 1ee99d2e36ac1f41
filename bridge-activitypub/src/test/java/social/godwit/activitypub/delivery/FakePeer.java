package social.godwit.activitypub.delivery;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that takes deliveries and behaves as it is told. */
final class FakePeer implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx();

    private final HttpServer server;
    private final Manner manner;
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    /** One request that was answered. */
    record Arrival(String path, String body, int status) {}

    /** How a peer answers the {@code attempt}th request for one body at one path. */
    @FunctionalInterface
    interface Manner {
        Answer answer(String path, String body, int attempt);
    }

    /** An answer; a status of 0 closes the connection without one. */
    record Answer(int status, Map<String, String> headers, long delayMillis) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), 0);
        }
    }

    FakePeer(Manner manner) {
        this.manner = manner;
        this.server = VERTX.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    static Vertx vertx() {
        return VERTX;
    }

    String host() {
        return "localhost:" + server.actualPort();
    }

    String inbox(String path) {
        return "http://" + host() + path;
    }

    private void handle(HttpServerRequest request) {
        underWay.incrementAndGet();
        request.body().onSuccess(bytes -> {
            String body = bytes.toString();
            int attempt;
            synchronized (this) {
                attempt = attempts.merge(request.path() + ' ' + body, 1, Integer::sum);
            }
            Answer answer = manner.answer(request.path(), body, attempt);
            if (answer.delayMillis() > 0) {
                VERTX.setTimer(answer.delayMillis(), fired -> reply(request, body, answer));
            } else {
                reply(request, body, answer);
            }
        });
    }

    private void reply(HttpServerRequest request, String body, Answer answer) {
        synchronized (this) {
            arrivals.add(new Arrival(request.path(), body, answer.status()));
        }
        underWay.decrementAndGet();
        if (answer.status() == 0) {
            request.connection().close();
            return;
        }
        answer.headers().forEach(request.response()::putHeader);
        request.response().setStatusCode(answer.status()).end();
    }

    synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** The bodies answered with 2xx, in the order of their answers, repetitions included. */
    synchronized List<String> taken() {
        return arrivals.stream()
                .filter(one -> one.status() >= 200 && one.status() < 300)
                .map(Arrival::body)
                .toList();
    }

    boolean isIdle() {
        return underWay.get() == 0;
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }
}
