package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.Batch;
import social.godwit.activitypub.gateway.RegistrationOutcome;
import social.godwit.activitypub.gateway.RegistrationOutcome.Registered;
import social.godwit.activitypub.gateway.Registrations;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Discovery and registration at {@code /.well-known/apgateway} (FEP-ae97). */
@ApplicationScoped
class GatewayRoutes {
    private static final String PATH = "/\\.well-known/apgateway/?";

    /** Registrations of one network in an hour, and of all together. */
    private static final int FROM_ONE_MAX = 20;

    private static final int FROM_ALL_MAX = 600;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Instance instance;
    private final InstanceKeys keys;
    private final Origins origins;
    private final Registrations registrations;
    private final Allowance fromOne;
    private final Allowance fromAll;
    private final TrustedProxies proxies;

    GatewayRoutes(
            Instance instance,
            InstanceKeys keys,
            Origins origins,
            Registrations registrations,
            TrustedProxies proxies,
            InstantSource clock) {
        this.instance = instance;
        this.keys = keys;
        this.origins = origins;
        this.registrations = registrations;
        this.proxies = proxies;
        this.fromOne = new Allowance(clock, FROM_ONE_MAX, WINDOW);
        this.fromAll = new Allowance(clock, FROM_ALL_MAX, WINDOW);
    }

    void register(@Observes Router router) {
        router.getWithRegex(PATH).handler(context -> Exchange.answer(context, origins, this::describe));
        router.postWithRegex(PATH)
                .handler(context -> Exchange.answerBody(context, origins, Batch.BYTES_MAX, this::enrol));
    }

    private Uni<Answer> describe(Exchange exchange) {
        String origin = exchange.origin();
        JsonObject description = JsonObject.builder()
                .put("version", instance.version())
                .put("instance", keys.did().toString())
                .put("origin", origin)
                .put("sharedInbox", origin + "/inbox")
                .put("uploadMedia", origin + "/.well-known/apgateway-media")
                .put("register", origin + "/.well-known/apgateway")
                .put("registrations", instance.registrations())
                .put("client", origin + "/client/v1")
                .put("store", origin + "/store/v1")
                .build();
        return Uni.createFrom()
                .item(Answer.json(200, description)
                        .with("Cache-Control", "public, max-age=300")
                        .with("Access-Control-Allow-Origin", "*"));
    }

    private Uni<Answer> enrol(Exchange exchange, byte[] body) {
        Optional<List<byte[]>> documents = BodyDocuments.of(exchange, body);
        if (documents.isEmpty()) {
            return Uni.createFrom().item(Answer.of(BodyDocuments.WRONG_TYPE));
        }
        // Those who test this instance on their own machine register as often as they like.
        if (!instance.development()) {
            Optional<Problem> refused =
                    fromOne.refusal(exchange.network(proxies)).or(() -> fromAll.refusal(""));
            if (refused.isPresent()) {
                return Uni.createFrom().item(Answer.of(refused.get()));
            }
        }
        Origin here = Origin.parse(exchange.origin()).orElseThrow();
        return registrations
                .register(
                        here, documents.get(), exchange.header("X-Invite-Code").map(String::strip))
                .map(outcome -> switch (outcome) {
                    case RegistrationOutcome.Refused refused -> Answer.of(refused.problem());
                    case Registered registered -> Answer.json(registered.fresh() ? 201 : 200, answer(registered));
                });
    }

    private static JsonObject answer(Registered registered) {
        String actor = registered.account().actorId();
        var key = registered.account().key().publicKey();
        JsonObject method = JsonObject.builder()
                .put("type", "Multikey")
                .put("id", actor + "#" + key.fragment())
                .put("controller", actor)
                .put("publicKeyMultibase", key.multibase())
                .build();
        return JsonObject.builder()
                .put("assertionMethod", List.<Json>of(method))
                .put("sealedPrivateKey", registered.sealedKey())
                .put("receipts", registered.receipts())
                .put("warnings", registered.warnings())
                .build();
    }
}
