package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.KeyLogs;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;

/** {@code GET /.well-known/apgateway-keylog/DID}: an account's key log with all that is needed to check it, for anybody. */
@ApplicationScoped
class KeyLogRoutes {
    private static final String PREFIX = "/.well-known/apgateway-keylog/";
    private static final int FROM_ONE_MAX = 60;

    private final KeyLogs logs;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Allowance allowance;

    KeyLogRoutes(KeyLogs logs, Origins origins, TrustedProxies proxies, InstantSource clock) {
        this.logs = logs;
        this.origins = origins;
        this.proxies = proxies;
        this.allowance = new Allowance(clock, FROM_ONE_MAX, Duration.ofMinutes(1));
    }

    void register(@Observes Router router) {
        router.get(PREFIX + "*").handler(context -> Exchange.answer(context, origins, this::show));
    }

    private Uni<Answer> show(Exchange exchange) {
        Optional<Problem> refused = allowance.refusal(exchange.network(proxies));
        if (refused.isPresent()) {
            return Uni.createFrom().item(Answer.of(refused.get()));
        }
        Optional<Did> did = Did.parse(exchange.rawPath()
                .substring(PREFIX.length())
                .replace("%3A", ":")
                .replace("%3a", ":"));
        return did.isEmpty()
                ? Uni.createFrom().item(Answer.of(Problem.notFound()))
                : logs.of(did.get())
                        .map(log -> log.map(json -> Answer.json(200, json)
                                        .with("Cache-Control", "public, max-age=10")
                                        .with("Access-Control-Allow-Origin", "*"))
                                .orElseGet(() -> Answer.of(Problem.notFound())));
    }
}
