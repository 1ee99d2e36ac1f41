package social.godwit.activitypub.peering.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.peering.Peering;
import social.godwit.activitypub.signature.IdentityRequests;
import social.godwit.identity.did.Did;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;

/** {@code /store/v1}: requests of other instances, each signed with an instance's key. */
@ApplicationScoped
class StoreRoutes {
    private static final String PATH = "/store/v1/.+";
    private static final byte[] NONE = {};

    /** Requests of a network in a minute, signed by whomever. */
    private static final int REQUESTS = 3_000;

    private final Origins origins;
    private final IdentityRequests requests;
    private final Peering peering;
    private final TrustedProxies proxies;
    private final Allowance allowance;

    StoreRoutes(
            Origins origins,
            IdentityRequests requests,
            Peering peering,
            TrustedProxies proxies,
            InstantSource clock) {
        this.origins = origins;
        this.requests = requests;
        this.peering = peering;
        this.proxies = proxies;
        this.allowance = new Allowance(clock, REQUESTS, Duration.ofMinutes(1));
    }

    void register(@Observes Router router) {
        router.getWithRegex(PATH)
                .handler(context -> Exchange.answer(context, origins, exchange -> answer(exchange, "GET", NONE)));
        router.postWithRegex(PATH)
                .handler(context -> Exchange.answerBody(
                        context, origins, PeerRequest.MAX_BODY, (exchange, body) -> answer(exchange, "POST", body)));
    }

    private Uni<Answer> answer(Exchange exchange, String method, byte[] body) {
        Duration wait = allowance.take(exchange.network(proxies));
        if (wait.isPositive()) {
            return refused(
                    Problem.of(429, "rate", "Too Many Requests", "too many requests from your network in a minute")
                            .retryAfter((int) wait.toSeconds() + 1));
        }
        return switch (requests.verify(exchange.incoming(body))) {
            case RequestVerdict.Unsigned unsigned ->
                refused(Problem.of(401, "signature", "Unauthorized", "sign the request with your instance's key"));
            case RequestVerdict.Refused refused ->
                refused(Problem.of(401, "signature", "Unauthorized", refused.detail()));
            case RequestVerdict.Signed signed -> handle(signed.signer(), exchange, method, body);
        };
    }

    private Uni<Answer> handle(Did signer, Exchange exchange, String method, byte[] body) {
        return peering.handle(
                        signer, new PeerRequest(method, exchange.rawTarget(), exchange.header("Content-Type"), body))
                .map(StoreRoutes::answer);
    }

    private static Answer answer(Answered answered) {
        Answer answer = Answer.of(answered.status(), answered.contentType(), answered.body())
                .with("Cache-Control", "no-store");
        for (Map.Entry<String, String> header : answered.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    private static Uni<Answer> refused(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }
}
