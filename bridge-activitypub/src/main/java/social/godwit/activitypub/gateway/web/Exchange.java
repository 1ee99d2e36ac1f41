package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Did;

/**
 * One request and its answer, on the raw request target: signatures cover it, and ids are compared by it. Bodies are
 * counted as they come in, so that no limit depends on what a client says of its length.
 */
public final class Exchange {
    private static final String OWNERS = "/client/v1/";

    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final int READ_SECONDS = 30;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final String origin;

    private Exchange(RoutingContext context, String origin) {
        this.context = context;
        this.request = context.request();
        this.origin = origin;
    }

    /** Answers a request without a body; for a host that is not ours, 404. */
    public static void answer(RoutingContext context, Origins origins, Function<Exchange, Uni<Answer>> work) {
        open(context, origins).ifPresent(exchange -> exchange.finish(() -> work.apply(exchange)));
    }

    /** Reads the body, of at most {@code bytesMax} bytes, and answers. */
    public static void answerBody(RoutingContext context, Origins origins, int bytesMax, BodyWork work) {
        open(context, origins).ifPresent(exchange -> exchange.read(bytesMax, part -> true, work));
    }

    /**
     * Reads the body while there is room for it, within {@value #READ_SECONDS} seconds, and answers.
     *
     * @param refusal what may be said before anything is read
     */
    public static void answerBody(
            RoutingContext context,
            Origins origins,
            Room.Body body,
            Function<Exchange, Optional<Problem>> refusal,
            BodyWork work) {
        Optional<Exchange> open = open(context, origins);
        if (open.isEmpty()) {
            return;
        }
        Exchange exchange = open.get();
        Optional<Problem> refused = refusal.apply(exchange);
        if (refused.isPresent()) {
            exchange.refuse(refused.get());
            return;
        }
        String network = exchange.network(body.proxies());
        long[] held = {0};
        long late = context.vertx()
                .setTimer(
                        READ_SECONDS * 1_000,
                        fired -> exchange.request.connection().close());
        context.addEndHandler(ended -> {
            context.vertx().cancelTimer(late);
            body.room().release(network, held[0]);
        });
        IntPredicate room = bytes -> {
            boolean taken = body.room().take(network, bytes);
            held[0] += taken ? bytes : 0;
            return taken;
        };
        exchange.read(body.bytesMax(), room, (same, bytes) -> {
            context.vertx().cancelTimer(late);
            return work.answer(same, bytes);
        });
    }

    private static Optional<Exchange> open(RoutingContext context, Origins origins) {
        String authority = context.request().authority() == null
                ? ""
                : context.request().authority().toString();
        Optional<Exchange> exchange = origins.answering(authority).map(origin -> new Exchange(context, origin));
        if (exchange.isEmpty()) {
            write(context, Answer.of(Problem.notFound()));
        }
        return exchange;
    }

    private void read(int bytesMax, IntPredicate room, BodyWork work) {
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            refuse(Problem.of(415, "content-encoding", "Unsupported Media Type", "send the body uncompressed"));
            return;
        }
        Buffer collected = Buffer.buffer();
        boolean[] over = {false};
        request.handler(part -> {
            if (over[0]) {
                return;
            }
            if (collected.length() + part.length() > bytesMax) {
                over[0] = true;
                refuse(Problem.of(413, "too-large", "Content Too Large", "at most " + bytesMax + " bytes are taken"));
            } else if (!room.test(part.length())) {
                over[0] = true;
                refuse(Problem.of(503, "busy", "Service Unavailable", "too much is being sent at once")
                        .retryAfter(5));
            } else {
                collected.appendBuffer(part);
            }
        });
        request.exceptionHandler(aborted -> over[0] = true);
        request.endHandler(end -> {
            if (!over[0]) {
                byte[] body = collected.getBytes();
                finish(() -> work.answer(this, body));
            }
        });
        request.resume();
    }

    /** Answers before the body was read; the connection cannot be used again. */
    private void refuse(Problem problem) {
        Answer answer = Answer.of(problem);
        // HTTP/2 ends streams, not connections, and forbids the field.
        boolean ends = request.version() != HttpVersion.HTTP_2;
        write(context, ends ? answer.with("Connection", "close") : answer);
    }

    private void finish(Supplier<Uni<Answer>> work) {
        Uni.createFrom().deferred(work::get).subscribe().with(answer -> write(context, answer), failure -> {
            LOG.errorf(failure, "%s %s failed", request.method(), request.path());
            write(
                    context,
                    Answer.of(Problem.of(503, "unavailable", "Service Unavailable", "try again in a moment")
                            .retryAfter(10)));
        });
    }

    private static void write(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.closed() || response.ended() || response.headWritten()) {
            return;
        }
        response.setStatusCode(answer.status());
        for (Map.Entry<String, List<String>> field : answer.headers().fields().entrySet()) {
            response.putHeader(field.getKey(), field.getValue());
        }
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.putHeader("Content-Length", Integer.toString(answer.body().length));
            response.end();
        } else {
            response.end(Buffer.buffer(answer.body()));
        }
    }

    /** The method in upper case. */
    public String method() {
        return request.method().name();
    }

    /** Path and query as on the request line. */
    public String rawTarget() {
        return request.uri();
    }

    /** The path as on the request line. */
    public String rawPath() {
        String target = rawTarget();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Whose affair a path {@code /client/v1/DID/WHAT} is. */
    public Optional<Did> owner() {
        String path = rawPath();
        int last = path.lastIndexOf('/');
        return path.startsWith(OWNERS) && last >= OWNERS.length()
                ? Did.parse(path.substring(OWNERS.length(), last)
                        .replace("%3A", ":")
                        .replace("%3a", ":"))
                : Optional.empty();
    }

    /** Does something for the owner of the account that the path names, who signed the request; anybody else is told why not. */
    public Uni<Answer> asOwner(OwnerRequests owners, byte[] body, Function<Account, Uni<Answer>> work) {
        Optional<Did> did = owner();
        return did.isEmpty()
                ? Uni.createFrom().item(Answer.of(Problem.notFound()))
                : owners.verify(incoming(body), did).chain(verdict -> switch (verdict) {
                    case OwnerVerdict.Owner found -> work.apply(found.account());
                    case OwnerVerdict.NotOwner no -> Uni.createFrom().item(Answer.of(no.problem()));
                    case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(Answer.of(unsigned.problem()));
                });
    }

    /** A parameter of the query, decoded. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(request.getParam(name));
    }

    /** A header field. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    /** Our origin that was asked. */
    public String origin() {
        return origin;
    }

    /** Where the request came from, see {@link TrustedProxies#network}. */
    public String network(TrustedProxies proxies) {
        return network(request, proxies);
    }

    /** Where any request came from, see {@link TrustedProxies#network}. */
    public static String network(HttpServerRequest request, TrustedProxies proxies) {
        String peer =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return proxies.network(peer == null ? "" : peer, request.headers().getAll("X-Forwarded-For"));
    }

    /** The request as signatures see it. */
    public IncomingRequest incoming(byte[] body) {
        return incoming(request, origin, body);
    }

    /** Any request as signatures see it, which {@code origin} was asked. */
    public static IncomingRequest incoming(HttpServerRequest request, String origin, byte[] body) {
        Headers.Builder headers = Headers.builder();
        request.headers().forEach(field -> headers.add(field.getKey(), field.getValue()));
        return new IncomingRequest(request.method().name(), origin, request.uri(), headers.build(), body);
    }

    /** Answers once the body is there. */
    @FunctionalInterface
    public interface BodyWork {
        /** The answer to the exchange with this body. */
        Uni<Answer> answer(Exchange exchange, byte[] body);
    }
}
