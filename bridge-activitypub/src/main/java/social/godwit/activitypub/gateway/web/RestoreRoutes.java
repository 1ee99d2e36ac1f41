package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.Batch;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.Restoring;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.keybag.PassphraseProofs;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/**
 * {@code POST /client/v1/{did}/restore} and {@code /restore-records}: the owner brings documents, and what gateways observed, back
 * from a backup, as {@code application/x-ndjson}.
 */
@ApplicationScoped
class RestoreRoutes {
    private static final String PREFIX = "/client/v1/";
    private static final int ROOM = 64 << 20;

    private final Restoring restoring;
    private final OwnerRequests owners;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Room room = new Room(ROOM, 4L * Batch.BYTES_MAX);

    RestoreRoutes(Restoring restoring, OwnerRequests owners, Origins origins, TrustedProxies proxies) {
        this.restoring = restoring;
        this.owners = owners;
        this.origins = origins;
        this.proxies = proxies;
    }

    void register(@Observes Router router) {
        route(
                router,
                "restore",
                (exchange, account, lines) -> restoring.take(
                        account, lines, exchange.header(PassphraseProofs.HEADER), exchange.network(proxies)));
        route(router, "restore-records", (exchange, account, lines) -> restoring.takeRecords(account, lines));
    }

    /** What is done with the lines of a body that the owner sent. */
    @FunctionalInterface
    private interface Work {
        Uni<Restoring.Outcome> take(Exchange exchange, Account account, List<byte[]> lines);
    }

    private void route(Router router, String last, Work work) {
        router.postWithRegex(PREFIX + "[^/]+/" + last)
                .handler(context -> Exchange.answerBody(
                        context,
                        origins,
                        room.forBody(Batch.BYTES_MAX, proxies),
                        exchange -> Optional.empty(),
                        (exchange, body) -> restore(exchange, body, work)));
    }

    private Uni<Answer> restore(Exchange exchange, byte[] body, Work work) {
        String path = exchange.rawPath();
        String owner = path.substring(PREFIX.length(), path.lastIndexOf('/'));
        return owners.verify(
                        exchange.incoming(body),
                        Did.parse(owner.replace("%3A", ":").replace("%3a", ":")))
                .chain(verdict -> switch (verdict) {
                    case OwnerVerdict.Owner found ->
                        work.take(exchange, found.account(), Batch.lines(body)).map(RestoreRoutes::answer);
                    case OwnerVerdict.NotOwner no -> Uni.createFrom().item(Answer.of(no.problem()));
                    case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(Answer.of(unsigned.problem()));
                });
    }

    private static Answer answer(Restoring.Outcome outcome) {
        return switch (outcome) {
            case Restoring.Outcome.Refused refused -> Answer.of(refused.problem());
            case Restoring.Outcome.Taken taken ->
                Answer.json(
                        200,
                        JsonObject.builder()
                                .put("stored", taken.stored())
                                .put("known", taken.known())
                                .put("refused", taken.refused())
                                .put("later", taken.later())
                                .build());
        };
    }
}
