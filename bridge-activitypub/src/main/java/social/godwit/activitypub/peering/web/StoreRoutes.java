package social.godwit.activitypub.peering.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.Room;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.peering.Peering;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.signature.IdentityRequests;
import social.godwit.identity.did.Did;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.store.replication.PeerAnswer;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.Replicas;

/**
 * {@code /store/v1}: what other instances ask and send, see docs/shared-store-replication.md. Known by the key that signed,
 * each may ask so much; here is what holds for all of them before anybody is known: a signature, so
 * many requests of a network, and so many bytes of bodies at once.
 */
@ApplicationScoped
class StoreRoutes {
    private static final Map<String, Integer> POSTS = Map.of(
            "hello", 4 << 10,
            "position", 4 << 10,
            "fetch", 256 << 10,
            "reconcile", 1 << 20,
            "reconcile/accounts", 256 << 10,
            "reconcile/items", PeerRequest.MAX_BODY,
            "records", PeerRequest.MAX_BODY);

    private static final int REQUESTS = 30_000;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int BODIES = 24 << 20;
    private static final int BODIES_OF_ONE = 12 << 20;

    private final Origins origins;
    private final Peering peering;
    private final Replicas replicas;
    private final IdentityRequests requests;
    private final FederationPolicy policy;
    private final TrustedProxies proxies;
    private final Allowance fromOne;
    private final Room room = new Room(BODIES, BODIES_OF_ONE);

    StoreRoutes(
            Origins origins,
            Peering peering,
            Replicas replicas,
            FederationPolicy policy,
            TrustedProxies proxies,
            InstantSource clock) {
        this.origins = origins;
        this.peering = peering;
        this.replicas = replicas;
        this.requests = new IdentityRequests(clock);
        this.policy = policy;
        this.proxies = proxies;
        this.fromOne = new Allowance(clock, REQUESTS, WINDOW);
    }

    void register(@Observes Router router) {
        POSTS.forEach(
                (name, bytesMax) -> router.post(PeerRequest.ROOT + name).handler(context -> post(context, bytesMax)));
        router.getWithRegex("/store/v1/accounts(?:/[^/]+/records)?").handler(this::get);
    }

    private void get(RoutingContext context) {
        Exchange.answer(
                context,
                origins,
                exchange -> refusal(exchange)
                        .map(problem -> Uni.createFrom().item(Answer.of(problem)))
                        .orElseGet(() -> judge(exchange, new byte[0])));
    }

    private void post(RoutingContext context, int bytesMax) {
        Exchange.answerBody(context, origins, room.forBody(bytesMax, proxies), this::refusal, this::judge);
    }

    /** What is said before a body is read. */
    private Optional<Problem> refusal(Exchange exchange) {
        if (exchange.header("Signature-Input").isEmpty()) {
            return Optional.of(Problem.of(401, "signature", "Unauthorized", "requests here are signed"));
        }
        return fromOne.refusal(exchange.network(proxies));
    }

    private Uni<Answer> judge(Exchange exchange, byte[] body) {
        return switch (requests.verify(exchange.incoming(body))) {
            case RequestVerdict.Unsigned unsigned -> unsigned("requests here are signed with an instance's key");
            case RequestVerdict.Refused refused -> unsigned(refused.detail());
            case RequestVerdict.Signed signed ->
                isDenied(signed.signer())
                        .chain(denied -> denied
                                ? answer(Problem.of(
                                        403, "denied", "Forbidden", "this instance does not deal with yours"))
                                : handle(exchange, signed.signer(), body));
        };
    }

    private Uni<Boolean> isDenied(Did signer) {
        return replicas.with(signer, Optional.empty(), 1)
                .map(shared -> shared.stream()
                        .anyMatch(replica ->
                                policy.stanceOn(replica.peer().origin().host()) == Stance.DENY));
    }

    private Uni<Answer> handle(Exchange exchange, Did signer, byte[] body) {
        var request = new PeerRequest(exchange.method(), exchange.rawTarget(), exchange.header("Content-Type"), body);
        return peering.handle(signer, request).map(StoreRoutes::answer);
    }

    private static Answer answer(PeerAnswer.Answered answered) {
        Answer answer = Answer.of(answered.status(), answered.contentType(), answered.body())
                .with("Cache-Control", "no-store");
        for (Map.Entry<String, String> header : answered.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }
        return answer;
    }

    private static Uni<Answer> unsigned(String detail) {
        return answer(Problem.of(401, "signature", "Unauthorized", detail));
    }

    private static Uni<Answer> answer(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }
}
