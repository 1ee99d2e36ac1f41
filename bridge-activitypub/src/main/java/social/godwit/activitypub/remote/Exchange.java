package social.godwit.activitypub.remote;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.remote.RemoteOutcome.Blocked;
import social.godwit.activitypub.remote.RemoteOutcome.Failed;
import social.godwit.activitypub.remote.RemoteOutcome.Response;
import social.godwit.activitypub.remote.RemoteOutcome.Timeout;
import social.godwit.activitypub.remote.RemoteOutcome.TooLarge;

/**
 * One request and all that follows from it: check, resolve, check again, connect to a checked address, read within limits,
 * and for a redirected GET the same once more. Runs on one event loop, so its fields need no lock.
 */
final class Exchange {
    private static final int REDIRECTS_MAX = 3;

    /** Addresses of one host that are tried before it counts as unreachable. */
    private static final int ADDRESSES_MAX = 2;

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Vertx vertx;
    private final Context context;
    private final Shared shared;
    private final RemoteRequest request;
    private final Consumer<RemoteOutcome> done;
    private final long deadlineTimer;

    private URI uri;
    private int redirects;
    private boolean retried;
    private boolean ended;
    private @Nullable HttpClientRequest running;

    /**
     * What all exchanges of one client have in common.
     *
     * @param client keeps its connections
     * @param fresh never uses a connection twice
     */
    record Shared(
            HttpClient client,
            HttpClient fresh,
            Resolver resolver,
            TargetRules rules,
            GuardedClientSettings settings,
            InstantSource clock) {}

    Exchange(Vertx vertx, Context context, Shared shared, RemoteRequest request, Consumer<RemoteOutcome> done) {
        this.vertx = vertx;
        this.context = context;
        this.shared = shared;
        this.request = request;
        this.done = done;
        this.uri = request.uri();
        this.deadlineTimer = vertx.setTimer(
                shared.settings().deadline().toMillis(),
                timer -> context.runOnContext(ignored -> end(new Timeout("no whole answer in time"))));
    }

    /** Starts, or goes on after a redirect. */
    void begin() {
        Optional<String> refusal = shared.rules().refuse(uri);
        if (refusal.isPresent()) {
            end(new Blocked(refusal.get()));
            return;
        }
        shared.resolver()
                .resolve(uri.getHost())
                .subscribe()
                .with(
                        found -> context.runOnContext(ignored -> resolved(found)),
                        failure -> context.runOnContext(ignored -> end(new Failed("name lookup failed"))));
    }

    /** The caller has lost interest. */
    void abandon() {
        context.runOnContext(ignored -> {
            if (!ended) {
                end(new Failed("cancelled"));
            }
        });
    }

    private void resolved(List<InetAddress> addresses) {
        if (addresses.isEmpty()) {
            end(new Failed("no such host: " + uri.getHost()));
            return;
        }
        Optional<String> refusal = shared.rules().refuse(uri, addresses);
        if (refusal.isPresent()) {
            end(new Blocked(refusal.get()));
            return;
        }
        connect(addresses, 0);
    }

    private void connect(List<InetAddress> addresses, int attempt) {
        if (ended) {
            return;
        }
        boolean tls = uri.getScheme().equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        RequestOptions options = new RequestOptions()
                // The checked address is connected to; the name stays in Host, SNI and the certificate's check.
                .setServer(SocketAddress.inetSocketAddress(
                        port, addresses.get(attempt).getHostAddress()))
                .setHost(uri.getHost().startsWith("[") ? unbracketed(uri.getHost()) : uri.getHost())
                .setPort(port)
                .setSsl(tls)
                .setFollowRedirects(false)
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(target());
        (retried ? shared.fresh() : shared.client()).request(options).onComplete(connected -> {
            if (connected.succeeded()) {
                write(connected.result(), addresses);
            } else if (mayTryAgain(connected.cause())) {
                connect(addresses, attempt);
            } else if (attempt + 1 < Math.min(addresses.size(), ADDRESSES_MAX)) {
                connect(addresses, attempt + 1);
            } else {
                end(failure(connected.cause()));
            }
        });
    }

    private static String unbracketed(String host) {
        return host.substring(1, host.length() - 1);
    }

    private String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    private void write(HttpClientRequest out, List<InetAddress> addresses) {
        if (ended) {
            out.reset();
            return;
        }
        running = out;
        Headers headers = request.headers()
                .with("host", uri.getRawAuthority())
                .with("date", HTTP_DATE.format(shared.clock().instant()))
                .with("user-agent", shared.settings().userAgent())
                .with("accept-encoding", "gzip");
        Headers all = request.signer()
                .map(signer -> headers.with(signer.sign(request.method(), uri, headers, request.body())))
                .orElse(headers);
        all.fields().forEach((name, values) -> out.putHeader(name, values));
        out.response().onComplete(answered -> {
            if (answered.succeeded()) {
                read(out, answered.result());
            } else if (mayTryAgain(answered.cause())) {
                connect(addresses, 0);
            } else {
                end(failure(answered.cause()));
            }
        });
        // What goes wrong with sending also ends the response above.
        var unused = request.body().length == 0 ? out.end() : out.end(Buffer.buffer(request.body()));
    }

    /** Some peers close a connection after an answer without a word: it was gone before it was used again. Once. */
    private boolean mayTryAgain(Throwable cause) {
        boolean again = cause instanceof HttpClosedException && !retried && !ended;
        retried |= again;
        return again;
    }

    private void read(HttpClientRequest out, HttpClientResponse in) {
        if (ended) {
            return;
        }
        Optional<URI> next = redirect(in);
        if (next.isPresent()) {
            out.reset();
            running = null;
            follow(next.get());
            return;
        }
        Buffer body = Buffer.buffer();
        int sizeMax = request.bodySizeMax();
        in.handler(chunk -> {
            if (body.length() + chunk.length() > sizeMax) {
                end(new TooLarge(sizeMax));
            } else {
                body.appendBuffer(chunk);
            }
        });
        in.exceptionHandler(broken -> end(failure(broken)));
        in.endHandler(ignored -> {
            running = null;
            Response whole = new Response(in.statusCode(), headers(in), body.getBytes(), uri);
            end(ended ? whole : Inflation.inflate(whole, sizeMax));
        });
    }

    /** Where a GET is sent on to. */
    private Optional<URI> redirect(HttpClientResponse in) {
        String location = in.getHeader("location");
        boolean redirected = switch (in.statusCode()) {
            case 301, 302, 303, 307, 308 -> request.method().equals("GET") && location != null;
            default -> false;
        };
        if (!redirected) {
            return Optional.empty();
        }
        try {
            URI absolute = uri.resolve(new URI(location));
            return Optional.of(RemoteUris.parse(absolute.toString())
                    .map(RemoteUris::withoutFragment)
                    .orElse(absolute));
        } catch (java.net.URISyntaxException malformed) {
            return Optional.of(URI.create("about:blank"));
        }
    }

    private void follow(URI next) {
        if (++redirects > REDIRECTS_MAX) {
            end(new Blocked("more than " + REDIRECTS_MAX + " redirects"));
        } else if (uri.getScheme().equals("https") && "http".equals(next.getScheme())) {
            end(new Blocked("redirected from https to http"));
        } else {
            uri = next;
            retried = false;
            begin();
        }
    }

    private static Headers headers(HttpClientResponse in) {
        Headers.Builder headers = Headers.builder();
        in.headers().forEach((name, value) -> headers.add(name, value));
        return headers.build();
    }

    private static RemoteOutcome failure(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return new Timeout("not connected in time");
        }
        if (cause instanceof HttpClosedException) {
            return new Failed("connection closed before the whole answer");
        }
        String kind = cause instanceof IOException ? "" : cause.getClass().getSimpleName() + ": ";
        return new Failed(kind + cause.getMessage());
    }

    private void end(RemoteOutcome outcome) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(deadlineTimer);
        HttpClientRequest open = running;
        running = null;
        if (open != null) {
            open.reset();
        }
        done.accept(outcome);
    }
}
