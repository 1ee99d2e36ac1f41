package social.godwit.activitypub.stream.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.stream.PublicEvents;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.stream.PublicStream;
import social.godwit.store.stream.StreamCursor;

/** {@code GET /store/v1/stream}: the public stream as server-sent events, see docs/shared-store-replication.md. */
@ApplicationScoped
class StreamRoute {
    private static final String PATH = "/store/v1/stream";

    /** Before the routes between instances, which want a signature. */
    private static final int FIRST = -100;

    private static final String EVENTS = "text/event-stream";

    /** An answer that ends goes a reading beyond this, at most. */
    private static final int ONCE_BYTES = 2 << 20;

    /** Answers that end, of one network in a minute. */
    private static final int READINGS = 120;

    /** Bytes that wait for a follower before it counts as slow. */
    private static final int QUEUE_BYTES = 256 << 10;

    private final Origins origins;
    private final PublicStream stream;
    private final OpenStreams open;
    private final PublicEvents events;
    private final Allowance readings;
    private final TrustedProxies proxies;

    StreamRoute(
            Origins origins,
            PublicStream stream,
            PublicEvents events,
            OpenStreams open,
            TrustedProxies proxies,
            InstantSource clock) {
        this.origins = origins;
        this.stream = stream;
        this.open = open;
        this.proxies = proxies;
        this.events = events;
        this.readings = new Allowance(clock, READINGS, Duration.ofMinutes(1));
    }

    void register(@Observes Router router) {
        router.get(PATH)
                .order(FIRST)
                .handler(context -> Exchange.answer(context, origins, exchange -> begin(context, exchange)));
    }

    private Uni<Answer> begin(RoutingContext context, Exchange exchange) {
        Optional<String> asked = exchange.header("Last-Event-ID").or(() -> exchange.parameter("cursor"));
        Optional<StreamCursor> cursor = asked.flatMap(StreamCursor::parse);
        if (asked.isPresent() && cursor.isEmpty()) {
            return answer(Problem.of(400, "cursor", "Bad Request", "this is no cursor of a stream"));
        }
        return cursor.map(place -> stream.after(place).map(reading -> reading instanceof PublicStream.Reading.Events))
                .orElseGet(() -> Uni.createFrom().item(true))
                .chain(
                        known -> known
                                ? cursor.map(place -> Uni.createFrom().item(place))
                                        .orElseGet(stream::newest)
                                        .chain(place ->
                                                exchange.parameter("once").isPresent()
                                                        ? once(exchange, place)
                                                        : follow(context, exchange, place))
                                : answer(
                                        Problem.of(
                                                410,
                                                "cursor",
                                                "Gone",
                                                "what follows this cursor is no longer known here: begin with GET /store/v1/accounts")));
    }

    /** What there is, and an end: for those who come again by themselves. */
    private Uni<Answer> once(Exchange exchange, StreamCursor from) {
        return readings.refusal(exchange.network(proxies))
                .map(StreamRoute::answer)
                .orElseGet(() -> collect(
                                new StringBuilder(PublicEvents.text(from.toString(), "start", JsonObject.empty())),
                                from)
                        .map(text -> Answer.of(200, EVENTS, text.getBytes(StandardCharsets.UTF_8))
                                .with("Cache-Control", "no-store")
                                .with("Access-Control-Allow-Origin", "*")));
    }

    private Uni<String> collect(StringBuilder text, StreamCursor from) {
        return stream.after(from).chain(reading -> {
            if (!(reading instanceof PublicStream.Reading.Events read)
                    || read.next().equals(from)) {
                return Uni.createFrom().item(text.toString());
            }
            return events.text(read.events()).chain(more -> {
                text.append(more).append(PublicEvents.text(read.next().toString(), "place", JsonObject.empty()));
                return text.length() > ONCE_BYTES ? Uni.createFrom().item(text.toString()) : collect(text, read.next());
            });
        });
    }

    private Uni<Answer> follow(RoutingContext context, Exchange exchange, StreamCursor cursor) {
        HttpServerResponse response = context.response();
        response.setWriteQueueMaxSize(QUEUE_BYTES);
        var sink = new ResponseSink(response, exchange.network(proxies));
        if (!open.add(sink, cursor)) {
            return answer(Problem.of(503, "streams", "Service Unavailable", "too many follow the stream already")
                    .retryAfter(60));
        }
        // Never completes: the response is written and ended by OpenStreams.
        return Uni.createFrom().nothing();
    }

    private static Uni<Answer> answer(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }

    /** A response that goes on. */
    private static final class ResponseSink implements OpenStreams.Sink {
        private final HttpServerResponse response;
        private final String network;

        ResponseSink(HttpServerResponse response, String network) {
            this.response = response;
            this.network = network;
        }

        @Override
        public String network() {
            return network;
        }

        @Override
        public boolean full() {
            return response.writeQueueFull();
        }

        @Override
        public boolean closed() {
            return response.closed() || response.ended();
        }

        @Override
        public void write(String text) {
            if (closed()) {
                return;
            }
            if (!response.headWritten()) {
                response.setChunked(true)
                        .putHeader("Content-Type", EVENTS)
                        .putHeader("Cache-Control", "no-store")
                        .putHeader("X-Accel-Buffering", "no")
                        .putHeader("Access-Control-Allow-Origin", "*");
            }
            response.write(text);
        }

        @Override
        public void end() {
            if (closed()) {
                return;
            }
            // One who takes nothing would never take the end either.
            if (full()) {
                response.reset();
            } else {
                response.end();
            }
        }
    }
}
