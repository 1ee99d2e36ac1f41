package social.godwit.activitypub.relay.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
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
import social.godwit.activitypub.relay.Relay;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.request.PreparedRequest;

/**
 * {@code POST /client/v1/{did}/relay}, signed by the account's key or one of its devices: {@code {activity, after?, requests: [{inbox,
 * date, signature}]}}, the activity as text. Answered with 202 when all of it is kept.
 */
@ApplicationScoped
class RelayRoutes {
    private static final String PATH = "/client/v1/(did(?::|%3[Aa])key(?::|%3[Aa])[^/]+)/relay";
    private static final int BYTES_MAX = 1024 * 1024;
    private static final JsonLimits LIMITS = new JsonLimits(BYTES_MAX, 8, 8_192, 64, false);
    private static final int TIMES = 300;

    private final OwnerRequests owners;
    private final Relay relay;
    private final Origins origins;
    private final Allowance allowance;

    RelayRoutes(OwnerRequests owners, Relay relay, Origins origins, InstantSource clock) {
        this.owners = owners;
        this.relay = relay;
        this.origins = origins;
        this.allowance = new Allowance(clock, TIMES, Duration.ofHours(1));
    }

    void register(@Observes Router router) {
        router.postWithRegex(PATH).handler(context -> Exchange.answerBody(context, origins, BYTES_MAX, this::take));
    }

    private Uni<Answer> take(Exchange exchange, byte[] body) {
        Optional<Did> did = Did.parse(exchange.rawPath().split("/", -1)[3].replaceAll("%3[Aa]", ":"));
        if (did.isEmpty()) {
            return answer(Problem.notFound());
        }
        return owners.verify(exchange.incoming(body), did).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> take(owner.account(), body);
            case OwnerVerdict.NotOwner no -> answer(no.problem());
            case OwnerVerdict.Unsigned unsigned -> answer(unsigned.problem());
        });
    }

    private Uni<Answer> take(Account account, byte[] body) {
        Optional<Problem> refused = allowance.refusal(account.did().toString());
        if (refused.isPresent()) {
            return answer(refused.get());
        }
        Optional<JsonObject> json = StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject read)
                ? Optional.of(read)
                : Optional.empty();
        Optional<byte[]> activity =
                json.flatMap(read -> read.string("activity")).map(text -> text.getBytes(StandardCharsets.UTF_8));
        Optional<List<PreparedRequest>> prepared = json.flatMap(RelayRoutes::requests);
        if (activity.isEmpty() || prepared.isEmpty()) {
            return answer(Problem.of(
                    400, "relay", "Bad Request", "send {activity, after?, requests: [{inbox, date, signature}]}"));
        }
        String after = json.flatMap(read -> read.string("after")).orElse("");
        return relay.take(account, activity.get(), after, prepared.get())
                .map(problem -> problem.map(Answer::of).orElseGet(() -> Answer.empty(202)));
    }

    private static Optional<List<PreparedRequest>> requests(JsonObject json) {
        List<PreparedRequest> requests = new ArrayList<>();
        for (Json item : json.list("requests")) {
            Optional<PreparedRequest> request = item instanceof JsonObject map
                    ? map.string("inbox")
                            .flatMap(inbox -> map.string("date")
                                    .flatMap(date -> map.string("signature")
                                            .filter(signature -> isText(date) && isText(signature))
                                            .map(signature -> new PreparedRequest(inbox, date, signature))))
                    : Optional.empty();
            if (request.isEmpty()) {
                return Optional.empty();
            }
            requests.add(request.get());
        }
        return Optional.of(requests);
    }

    /** Whether it may stand in a header field. */
    private static boolean isText(String value) {
        return !value.isEmpty() && value.length() <= 4_096 && value.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static Uni<Answer> answer(Problem problem) {
        return Uni.createFrom().item(Answer.of(problem));
    }
}
