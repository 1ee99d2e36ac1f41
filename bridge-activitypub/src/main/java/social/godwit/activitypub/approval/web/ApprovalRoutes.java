package social.godwit.activitypub.approval.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.approval.Approvals;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.Room;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * {@code POST /client/v1/approvals} {@code {"account","device"}}: a new device waits for the account's word; with {@code "elsewhere"} and
 * {@code "agent"} another server asks for a browser that wants to be signed in there. {@code GET} with {@code ?device=} fetches what was
 * sealed to it, 204 as long as nothing was. The owner sees who waits with {@code GET /client/v1/DID/approvals}, and answers with
 * {@code POST} {@code {"device","sealed"}}, or {@code DELETE} and {@code ?device=} to refuse, all signed.
 */
@ApplicationScoped
class ApprovalRoutes {
    private static final String OPEN = "/client/v1/approvals";
    private static final String OWN = "/client/v1/[^/]+/approvals";
    /** Before the owner's views, which answer every other GET below this prefix. */
    private static final int FIRST = -1;

    private static final int BODY_MAX = 2 * Approvals.SEALED_MAX;
    private static final int ROOM = 4 << 20;
    private static final int ROOM_OF_ONE = 64 << 10;
    private static final int ASKED_MAX = 20;
    private static final int POLLED_MAX = 900;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Approvals approvals;
    private final AccountStore accounts;
    private final OwnerRequests owners;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Allowance asked;
    private final Allowance polled;
    private final Room room = new Room(ROOM, ROOM_OF_ONE);

    ApprovalRoutes(
            Approvals approvals,
            AccountStore accounts,
            OwnerRequests owners,
            Origins origins,
            TrustedProxies proxies,
            InstantSource clock) {
        this.approvals = approvals;
        this.accounts = accounts;
        this.owners = owners;
        this.origins = origins;
        this.proxies = proxies;
        this.asked = new Allowance(clock, ASKED_MAX, WINDOW);
        this.polled = new Allowance(clock, POLLED_MAX, WINDOW);
    }

    void register(@Observes Router router) {
        router.post(OPEN)
                .handler(context -> Exchange.answerBody(
                        context,
                        origins,
                        room.forBody(BODY_MAX, proxies),
                        exchange -> over(exchange, asked),
                        this::ask));
        router.get(OPEN).order(FIRST).handler(context -> Exchange.answer(context, origins, this::fetch));
        router.getWithRegex(OWN)
                .order(FIRST)
                .handler(context -> Exchange.answer(
                        context, origins, exchange -> exchange.asOwner(owners, new byte[0], this::waiting)));
        router.postWithRegex(OWN)
                .handler(context -> Exchange.answerBody(
                        context,
                        origins,
                        room.forBody(BODY_MAX, proxies),
                        exchange -> over(exchange, asked),
                        (exchange, body) -> exchange.asOwner(owners, body, account -> approve(account, body))));
        router.deleteWithRegex(OWN)
                .order(FIRST)
                .handler(context -> Exchange.answer(
                        context,
                        origins,
                        exchange -> exchange.asOwner(owners, new byte[0], account -> refuse(account, exchange))));
    }

    private Optional<Problem> over(Exchange exchange, Allowance allowance) {
        return allowance.refusal(exchange.network(proxies));
    }

    private Uni<Answer> ask(Exchange exchange, byte[] body) {
        Optional<JsonObject> json = json(body);
        Optional<Did> account = json.flatMap(one -> one.string("account")).flatMap(Did::parse);
        Optional<Did> device = json.flatMap(one -> one.string("device")).flatMap(Did::parse);
        Optional<String> named = json.flatMap(one -> one.string("elsewhere"));
        Optional<Origin> elsewhere = named.flatMap(Origin::parse);
        if (account.isEmpty() || device.isEmpty() || named.isPresent() != elsewhere.isPresent()) {
            return answer(Answer.of(Problem.of(400, "Bad Request")));
        }
        String agent = json.flatMap(one -> one.string("agent"))
                .or(() -> exchange.incoming(body).headers().first("User-Agent"))
                .orElse("");
        return accounts.find(account.get())
                .map(found -> found.filter(Account::active).isEmpty()
                        ? Answer.of(Problem.notFound())
                        : approvals.ask(account.get(), device.get(), agent, elsewhere)
                                ? Answer.empty(204)
                                : Answer.of(Problem.of(409, "waiting", "Conflict", "too many devices wait already")));
    }

    private Uni<Answer> fetch(Exchange exchange) {
        Optional<Problem> refused = over(exchange, polled);
        Optional<Did> device = exchange.parameter("device").flatMap(Did::parse);
        if (refused.isPresent() || device.filter(approvals::waits).isEmpty()) {
            return answer(Answer.of(refused.orElseGet(Problem::notFound)));
        }
        return answer(approvals
                .take(device.get())
                .map(box -> Answer.of(200, "application/octet-stream", box))
                .orElseGet(() -> Answer.empty(204))
                .with("Cache-Control", "no-store"));
    }

    private Uni<Answer> waiting(Account account) {
        return answer(Answer.json(
                200,
                JsonObject.builder()
                        .put(
                                "waiting",
                                approvals.of(account.did()).stream()
                                        .map(ApprovalRoutes::shown)
                                        .map(Json.class::cast)
                                        .toList())
                        .build()));
    }

    private static JsonObject shown(Approvals.Asking asking) {
        return JsonObject.builder()
                .put("device", asking.device().toString())
                .put("agent", asking.agent())
                .put("since", asking.since().toString())
                .putIfPresent("elsewhere", asking.elsewhere().map(Origin::toString))
                .build();
    }

    private Uni<Answer> refuse(Account account, Exchange exchange) {
        return answer(
                exchange.parameter("device")
                                .flatMap(Did::parse)
                                .filter(device -> approvals.refuse(account.did(), device))
                                .isPresent()
                        ? Answer.empty(204)
                        : Answer.of(Problem.notFound()));
    }

    private Uni<Answer> approve(Account account, byte[] body) {
        Optional<JsonObject> json = json(body);
        Optional<Did> device = json.flatMap(one -> one.string("device")).flatMap(Did::parse);
        Optional<byte[]> box = json.flatMap(one -> one.string("sealed")).flatMap(ApprovalRoutes::decoded);
        if (device.isEmpty() || box.isEmpty()) {
            return answer(Answer.of(Problem.of(400, "Bad Request")));
        }
        return answer(
                approvals.approve(account.did(), device.get(), box.get())
                        ? Answer.empty(204)
                        : Answer.of(Problem.notFound()));
    }

    private static Optional<JsonObject> json(byte[] body) {
        return StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject json)
                ? Optional.of(json)
                : Optional.empty();
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length > 0 && bytes.length <= Approvals.SEALED_MAX ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Uni<Answer> answer(Answer answer) {
        return Uni.createFrom().item(answer);
    }
}
