package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.domain.BroughtDomain;
import social.godwit.activitypub.domain.BroughtOrigins;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnDomains;
import social.godwit.activitypub.gateway.OwnDomains.Outcome;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * Domains of an account, for its owner: {@code GET /client/v1/{did}/own-domains}, {@code PUT} and {@code DELETE
 * /client/v1/{did}/own-domains/{name}}; and for the proxy in front {@code GET /tls/ask?domain=}: 200 when a certificate for that
 * name may be had, else 404. Whoever else asks that learns what a visit would show, answered from memory.
 */
@ApplicationScoped
class DomainRoutes {
    private static final String PREFIX = "/client/v1/";
    private static final String PATH = "/client/v1/did(:|%3[Aa])key[^/]+/own-domains(/[^/]+)?";
    private static final byte[] NONE = {};
    /** Before the routes of what else an owner sees. */
    private static final int EARLY = -10;

    private static final int LOOKS = 30;
    private static final int FROM_ONE = 120;
    private static final Duration WINDOW = Duration.ofHours(1);

    private final Origins origins;
    private final BroughtOrigins brought;
    private final OwnerRequests owners;
    private final OwnDomains domains;
    private final Instance instance;
    private final TrustedProxies proxies;
    private final InstantSource clock;
    private final Allowance looks;
    private final Allowance strangers;

    DomainRoutes(
            Origins origins,
            BroughtOrigins brought,
            OwnerRequests owners,
            OwnDomains domains,
            Instance instance,
            TrustedProxies proxies,
            InstantSource clock) {
        this.origins = origins;
        this.brought = brought;
        this.owners = owners;
        this.domains = domains;
        this.instance = instance;
        this.proxies = proxies;
        this.clock = clock;
        this.looks = new Allowance(clock, LOOKS, WINDOW);
        this.strangers = new Allowance(clock, FROM_ONE, WINDOW);
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATH)
                .order(EARLY)
                .method(HttpMethod.GET)
                .method(HttpMethod.PUT)
                .method(HttpMethod.DELETE)
                .handler(context -> Exchange.answer(context, origins, exchange -> owned(context, exchange)));
        router.get("/tls/ask").order(EARLY).handler(this::mayCertify);
    }

    private void mayCertify(RoutingContext context) {
        List<String> asked = context.queryParam("domain");
        boolean may = asked.size() == 1 && brought.mayCertify(asked.getFirst());
        context.response()
                .setStatusCode(may ? 200 : 404)
                .putHeader("Cache-Control", "no-store")
                .end();
    }

    private Uni<Answer> owned(RoutingContext context, Exchange exchange) {
        String[] parts = exchange.rawPath().substring(PREFIX.length()).split("/", -1);
        Optional<Did> did = Did.parse(parts[0].replace("%3A", ":").replace("%3a", ":"));
        HttpMethod method = context.request().method();
        if (did.isEmpty() || method.equals(HttpMethod.GET) != (parts.length == 2)) {
            return Uni.createFrom().item(Answer.of(Problem.notFound()));
        }
        Function<Account, Uni<Answer>> work = method.equals(HttpMethod.GET)
                ? this::list
                : account -> method.equals(HttpMethod.PUT) ? claim(account, parts[2]) : release(account, parts[2]);
        return owners.verify(exchange.incoming(NONE), did).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> work.apply(owner.account());
            case OwnerVerdict.NotOwner stranger -> refused(exchange, stranger.problem());
            case OwnerVerdict.Unsigned unsigned -> refused(exchange, unsigned.problem());
        });
    }

    private Uni<Answer> refused(Exchange exchange, Problem problem) {
        return Uni.createFrom()
                .item(Answer.of(strangers.refusal(exchange.network(proxies)).orElse(problem)));
    }

    private Uni<Answer> list(Account account) {
        Instant now = clock.instant();
        return domains.list(account)
                .map(all -> Answer.json(
                        200,
                        JsonObject.builder()
                                .put(
                                        "domains",
                                        all.stream()
                                                .<Json>map(domain -> json(domain, now))
                                                .toList())
                                .build()));
    }

    private Uni<Answer> claim(Account account, String name) {
        Optional<Problem> tooMany = looks.refusal(account.did().toString());
        if (tooMany.isPresent()) {
            return Uni.createFrom().item(Answer.of(tooMany.get()));
        }
        return domains.claim(account, name).map(outcome -> switch (outcome) {
            case Outcome.Held held -> Answer.json(200, json(held.domain(), clock.instant()));
            case Outcome.Refused refused -> Answer.of(refused.problem());
        });
    }

    private Uni<Answer> release(Account account, String name) {
        return domains.release(account, name)
                .map(released -> released ? Answer.empty(204) : Answer.of(Problem.notFound()));
    }

    private JsonObject json(BroughtDomain domain, Instant now) {
        JsonObject.Builder json = JsonObject.builder()
                .put("name", domain.name().text())
                .put("origin", domain.name().origin(instance).toString())
                .put("standing", standing(domain, now))
                .put("elsewhere", domain.elsewhere())
                .put("proven", domain.provenAt().toString())
                .put("until", domain.until().toString());
        domain.missingSince().ifPresent(since -> json.put("missingSince", since.toString()));
        return json.build();
    }

    private static String standing(BroughtDomain domain, Instant now) {
        if (!domain.stands(now)) {
            return "ended";
        }
        return domain.missingSince().isPresent() ? "missing" : "proven";
    }
}
