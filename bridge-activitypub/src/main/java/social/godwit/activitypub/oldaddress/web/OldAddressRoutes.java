package social.godwit.activitypub.oldaddress.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.oldaddress.HandOver;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/**
 * {@code /client/v1/{did}/old-address}, signed by the account's key or one of its devices. {@code POST {sealedKey, hosts: [authority]}} hands
 * the key of an old home over, or names more servers (204); {@code GET} says what is kept: {@code {gateway, keyId, expires, waiting,
 * moved}}, or 404; {@code DELETE} takes it back (204).
 */
@ApplicationScoped
class OldAddressRoutes {
    private static final String PATH = "/client/v1/(did(?::|%3[Aa])key(?::|%3[Aa])[^/]+)/old-address";

    /** Before the owner's views, which would take its name for one of theirs. */
    private static final int EARLY = -1;

    private static final int BYTES_MAX = 512 * 1024;
    private static final JsonLimits LIMITS = new JsonLimits(BYTES_MAX, 4, HandOver.HOSTS_AT_ONCE + 16, 16, false);
    private static final int TIMES = 120;

    private final OwnerRequests owners;
    private final HandOver handOver;
    private final Origins origins;
    private final Allowance allowance;

    OldAddressRoutes(OwnerRequests owners, HandOver handOver, Origins origins, InstantSource clock) {
        this.owners = owners;
        this.handOver = handOver;
        this.origins = origins;
        this.allowance = new Allowance(clock, TIMES, Duration.ofHours(1));
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATH)
                .order(EARLY)
                .handler(context -> Exchange.answerBody(context, origins, BYTES_MAX, this::answer));
    }

    private Uni<Answer> answer(Exchange exchange, byte[] body) {
        Optional<Did> did = Did.parse(exchange.rawPath().split("/", -1)[3].replaceAll("%3[Aa]", ":"));
        if (did.isEmpty()) {
            return answer(Problem.notFound());
        }
        return owners.verify(exchange.incoming(body), did).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> answer(exchange.method(), owner.account(), body);
            case OwnerVerdict.NotOwner no -> answer(no.problem());
            case OwnerVerdict.Unsigned unsigned -> answer(unsigned.problem());
        });
    }

    private Uni<Answer> answer(String method, Account account, byte[] body) {
        Optional<Problem> refused = allowance.refusal(account.did().toString());
        if (refused.isPresent()) {
            return answer(refused.get());
        }
        return switch (method) {
            case "GET" ->
                handOver.of(account)
                        .map(standing ->
                                standing.map(OldAddressRoutes::shown).orElseGet(() -> Answer.of(Problem.notFound())));
            case "POST" -> take(account, body);
            case "DELETE" -> handOver.takeBack(account).replaceWith(Answer.empty(204));
            default -> answer(Problem.of(405, "method", "Method Not Allowed", "GET, POST or DELETE"));
        };
    }

    private Uni<Answer> take(Account account, byte[] body) {
        Optional<JsonObject> json = StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject read)
                ? Optional.of(read)
                : Optional.empty();
        Optional<String> sealed = json.flatMap(read -> read.string("sealedKey"));
        Optional<List<String>> hosts = json.flatMap(OldAddressRoutes::hosts);
        return sealed.isEmpty() || hosts.isEmpty()
                ? answer(Problem.of(400, "old-address", "Bad Request", "send {sealedKey, hosts: [authority]}"))
                : handOver.take(account, sealed.get(), hosts.get())
                        .map(problem -> problem.map(Answer::of).orElseGet(() -> Answer.empty(204)));
    }

    private static Optional<List<String>> hosts(JsonObject json) {
        List<String> hosts = new ArrayList<>();
        for (Json item : json.list("hosts")) {
            if (!(item instanceof JsonString host)) {
                return Optional.empty();
            }
            hosts.add(host.value());
        }
        return Optional.of(hosts);
    }

    private static Answer shown(HandOver.Standing standing) {
        return Answer.json(
                200,
                JsonObject.builder()
                        .put("gateway", standing.address().gateway().toString())
                        .put("keyId", standing.address().keyId())
                        .put("expires", standing.address().expires().toString())
                        .put("waiting", standing.hosts().waiting())
                        .put("moved", standing.hosts().moved())
                        .build());
    }

    private static Uni<Answer> answer(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }
}
