package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.policy.FederationPolicy;

/** The guarded client over Vert.x. One exchange lives on one event loop; connections are shared and kept for a while. */
public final class VertxGuardedClient implements GuardedClient {
    private static final int HEADER_SIZE_MAX = 32 * 1024;
    private static final int LINE_SIZE_MAX = 8 * 1024;
    private static final int WAITING_PER_HOST_MAX = 256;
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Vertx vertx;
    private final Exchange.Shared shared;

    /** A client with connections of its own. */
    public VertxGuardedClient(
            Vertx vertx,
            GuardedClientSettings settings,
            Resolver resolver,
            Origins own,
            FederationPolicy policy,
            InstantSource clock) {
        this.vertx = vertx;
        this.shared = new Exchange.Shared(
                client(true, settings),
                client(false, settings),
                resolver,
                new TargetRules(settings.development(), settings.allow(), own, policy),
                settings,
                clock);
    }

    private HttpClient client(boolean keepAlive, GuardedClientSettings settings) {
        HttpClientOptions options = new HttpClientOptions()
                .setUseAlpn(false)
                .setVerifyHost(true)
                .setForceSni(true)
                .setTrustOptions(Trust.of(settings.trusted()))
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAlive(keepAlive)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(HEADER_SIZE_MAX)
                .setMaxInitialLineLength(LINE_SIZE_MAX)
                .setDecompressionSupported(false)
                .setShared(false);
        options.setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return vertx.createHttpClient(
                options,
                new PoolOptions()
                        .setHttp1MaxSize(settings.connectionsPerHost())
                        .setMaxWaitQueueSize(WAITING_PER_HOST_MAX));
    }

    @Override
    public Uni<RemoteOutcome> send(RemoteRequest request) {
        Context caller = Vertx.currentContext();
        Uni<RemoteOutcome> outcome = Uni.createFrom().emitter(emitter -> {
            Context own = ((VertxInternal) vertx).createEventLoopContext();
            Exchange exchange = new Exchange(vertx, own, shared, request, emitter::complete);
            emitter.onTermination(exchange::abandon);
            own.runOnContext(ignored -> exchange.begin());
        });
        return caller == null ? outcome : outcome.emitOn(command -> caller.runOnContext(ignored -> command.run()));
    }
}
