package social.godwit.activitypub.software.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.software.PeerSoftware;
import social.godwit.activitypub.software.SoftwareCensus;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/**
 * {@code POST /client/v1/{did}/servers}, signed by the account's key or one of its devices: {@code {origins: [...]}}, at most
 * 1,000. Answered at once with what is known: {@code {servers: [{origin, state, software, version}], pending}}, {@code state} one of
 * {@code known}, {@code silent}, {@code dead}, {@code denied}; {@code pending} is how many are still being asked: ask again for those.
 */
@ApplicationScoped
class ServersRoutes {
    private static final String PATH = "/client/v1/(did(?::|%3[Aa])key(?::|%3[Aa])[^/]+)/servers";
    private static final int ORIGINS_MAX = 1_000;
    private static final int BYTES_MAX = 300 * 1024;
    private static final JsonLimits LIMITS = new JsonLimits(BYTES_MAX, 4, ORIGINS_MAX + 8, 8, false);
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int TIMES = 300;

    private final OwnerRequests owners;
    private final SoftwareCensus census;
    private final Origins origins;
    private final boolean development;
    private final Allowance allowance;

    ServersRoutes(
            OwnerRequests owners, SoftwareCensus census, Origins origins, Instance instance, InstantSource clock) {
        this.owners = owners;
        this.census = census;
        this.origins = origins;
        this.development = instance.development();
        this.allowance = new Allowance(clock, TIMES, WINDOW);
    }

    void register(@Observes Router router) {
        router.postWithRegex(PATH).handler(context -> Exchange.answerBody(context, origins, BYTES_MAX, this::take));
    }

    private Uni<Answer> take(Exchange exchange, byte[] body) {
        Optional<Did> did = Did.parse(exchange.rawPath().split("/", -1)[3].replaceAll("%3[Aa]", ":"));
        if (did.isEmpty()) return answer(Problem.notFound());
        return owners.verify(exchange.incoming(body), did).map(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> tell(owner.account(), body);
            case OwnerVerdict.NotOwner no -> Answer.of(no.problem());
            case OwnerVerdict.Unsigned unsigned -> Answer.of(unsigned.problem());
        });
    }

    private Answer tell(Account account, byte[] body) {
        Optional<Problem> refused = allowance.refusal(account.did().toString());
        if (refused.isPresent()) return Answer.of(refused.get());
        Optional<Set<Origin>> asked = StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject json)
                ? asked(json.list("origins"))
                : Optional.empty();
        if (asked.isEmpty())
            return Answer.of(Problem.of(
                    400,
                    "servers",
                    "Bad Request",
                    "send {origins: [...]}, 1 to " + ORIGINS_MAX + " of the form https://HOST"));
        Map<Origin, PeerSoftware> known = census.of(asked.get());
        List<Json> servers = known.entrySet().stream()
                .map(entry -> server(entry.getKey(), entry.getValue()))
                .toList();
        return Answer.json(
                        200,
                        JsonObject.builder()
                                .put("servers", servers)
                                .put("pending", asked.get().size() - known.size())
                                .build())
                .with("Cache-Control", "private, no-store");
    }

    private Optional<Set<Origin>> asked(List<Json> texts) {
        Set<Origin> read = new LinkedHashSet<>();
        for (Json text : texts) {
            Optional<Origin> origin = (text instanceof JsonString string
                            ? Origin.parse(string.value())
                            : Optional.<Origin>empty())
                    .filter(it -> development || it.scheme().equals("https"));
            if (origin.isEmpty()) return Optional.empty();
            read.add(origin.get());
        }
        return read.isEmpty() ? Optional.empty() : Optional.of(read);
    }

    private static Json server(Origin origin, PeerSoftware software) {
        return JsonObject.builder()
                .put("origin", origin.toString())
                .put("state", software.state().name().toLowerCase(Locale.ROOT))
                .put("software", software.name())
                .put("version", software.version())
                .build();
    }

    private static Uni<Answer> answer(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }
}
