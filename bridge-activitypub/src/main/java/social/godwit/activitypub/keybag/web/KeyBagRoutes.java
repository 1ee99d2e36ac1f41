package social.godwit.activitypub.keybag.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.Room;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.keybag.KeyBags;
import social.godwit.activitypub.keybag.PassphraseProofs;
import social.godwit.activitypub.keybag.RecoveryPresence;
import social.godwit.activitypub.remote.Handle;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;

/**
 * Signing in with handle and passphrase. {@code GET /client/v1/account?handle=} tells the DID of an account here, whatever its
 * home; {@code POST /client/v1/keybag} answers a sealed question with a sealed bag; the owner puts a bag here with
 * {@code POST /client/v1/{did}/keybag}, and asks for its version with {@code GET}. {@code POST /client/v1/{did}/recovery}
 * stands in for the passphrase.
 */
@ApplicationScoped
class KeyBagRoutes {
    private static final String PREFIX = "/client/v1/";
    private static final String OWN = "/client/v1/[^/]+/keybag";
    private static final String PRESENCE = "/client/v1/[^/]+/recovery";
    /** Before the owner's views, which answer every other GET below this prefix. */
    private static final int FIRST = -1;

    private static final int UPLOAD_MAX = KeyBag.MAX_BYTES + 1_024;
    private static final int ROOM = 16 << 20;
    private static final int ROOM_OF_ONE = 1 << 20;
    private static final int STRANGERS = 120;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final KeyBags bags;
    private final RecoveryPresence presence;
    private final OwnerRequests owners;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Allowance strangers;
    private final Room room = new Room(ROOM, ROOM_OF_ONE);

    KeyBagRoutes(
            KeyBags bags,
            RecoveryPresence presence,
            OwnerRequests owners,
            Origins origins,
            TrustedProxies proxies,
            InstantSource clock) {
        this.bags = bags;
        this.presence = presence;
        this.owners = owners;
        this.origins = origins;
        this.proxies = proxies;
        this.strangers = new Allowance(clock, STRANGERS, WINDOW);
    }

    void register(@Observes Router router) {
        router.get(PREFIX + "account").order(FIRST).handler(context -> Exchange.answer(context, origins, this::whose));
        router.getWithRegex(OWN)
                .order(FIRST)
                .handler(context -> Exchange.answer(
                        context, origins, exchange -> exchange.asOwner(owners, new byte[0], this::version)));
        router.postWithRegex(PRESENCE)
                .handler(context -> Exchange.answerBody(
                        context, origins, room.forBody(UPLOAD_MAX, proxies), this::tooMany, this::present));
        router.post(PREFIX + "keybag")
                .handler(context -> Exchange.answerBody(
                        context, origins, room.forBody(KeyBagRequest.MAX_BYTES, proxies), this::tooMany, this::fetch));
        router.postWithRegex(OWN)
                .handler(context -> Exchange.answerBody(
                        context,
                        origins,
                        room.forBody(UPLOAD_MAX, proxies),
                        this::tooMany,
                        (exchange, body) -> exchange.asOwner(owners, body, account -> keep(exchange, body, account))));
    }

    private Optional<Problem> tooMany(Exchange exchange) {
        return strangers.refusal(exchange.network(proxies));
    }

    private Uni<Answer> whose(Exchange exchange) {
        Optional<Problem> refused = tooMany(exchange);
        Optional<Handle> handle = exchange.parameter("handle").flatMap(Handle::parse);
        if (refused.isPresent() || handle.isEmpty()) {
            return Uni.createFrom().item(Answer.of(refused.orElseGet(Problem::notFound)));
        }
        return bags.whose(handle.get())
                .map(found -> found.map(did -> Answer.json(
                                200,
                                JsonObject.builder().put("did", did.toString()).build()))
                        .orElseGet(() -> Answer.of(Problem.notFound())));
    }

    private Uni<Answer> fetch(Exchange exchange, byte[] body) {
        return bags.fetch(body, exchange.network(proxies)).map(fetched -> switch (fetched) {
            case KeyBags.Fetched.Given given ->
                Answer.of(200, "application/octet-stream", given.sealed()).with("Cache-Control", "no-store");
            case KeyBags.Fetched.Refused refused -> Answer.of(refused.problem());
        });
    }

    private Uni<Answer> version(Account account) {
        return bags.version(account)
                .map(version -> version.map(number -> Answer.json(
                                200, JsonObject.builder().put("version", number).build()))
                        .orElseGet(() -> Answer.of(Problem.notFound())));
    }

    private Uni<Answer> keep(Exchange exchange, byte[] body, Account account) {
        return StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject json)
                ? bags.keep(account, json, exchange.header(PassphraseProofs.HEADER), exchange.network(proxies))
                        .map(refused -> refused.map(Answer::of).orElseGet(() -> Answer.empty(204)))
                : Uni.createFrom().item(Answer.of(Problem.of(400, "Bad Request")));
    }

    /** {@code POST /client/v1/DID/recovery}, signed by the recovery key, without a body: it is at hand. */
    private Uni<Answer> present(Exchange exchange, byte[] body) {
        Optional<Did> did = exchange.owner();
        return did.isEmpty()
                ? Uni.createFrom().item(Answer.of(Problem.notFound()))
                : owners.verify(exchange.incoming(body), did).map(verdict -> switch (verdict) {
                    case OwnerVerdict.Owner found -> Answer.of(PassphraseProofs.RECOVERY);
                    case OwnerVerdict.Unsigned unsigned -> Answer.of(unsigned.problem());
                    case OwnerVerdict.NotOwner no ->
                        no.superior()
                                .filter(OwnerVerdict.Superior::recovers)
                                .map(superior -> {
                                    presence.note(superior.account().did());
                                    return Answer.empty(204);
                                })
                                .orElseGet(() -> Answer.of(no.problem()));
                });
    }
}
