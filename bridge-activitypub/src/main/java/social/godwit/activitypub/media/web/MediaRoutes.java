package social.godwit.activitypub.media.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.media.HashlinkPath;
import social.godwit.activitypub.media.RefusedMedia;
import social.godwit.activitypub.media.Uploads;
import social.godwit.activitypub.media.Uploads.Upload;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.media.MediaStore;

/**
 * Upload and delete media (FEP-ae97 "Media"), serve it (also FEP-ef61 "Media"). Both changes are the owner's, signed over
 * the body's digest. A device's key is none of the account's, so such a request names the account: {@code ?account=DID}.
 */
@ApplicationScoped
class MediaRoutes {
    private static final String UPLOAD = "/\\.well-known/apgateway-media/?";
    private static final String FILE = "/\\.well-known/(apgateway-media/.+|apgateway/hl(:|%3[Aa])z.+)";

    private final Origins origins;
    private final OwnerRequests owners;
    private final Uploads uploads;
    private final MediaStore store;
    private final MediaSender sender;

    MediaRoutes(Origins origins, OwnerRequests owners, Uploads uploads, MediaStore store, RefusedMedia refused) {
        this.origins = origins;
        this.owners = owners;
        this.uploads = uploads;
        this.store = store;
        this.sender = new MediaSender(store, refused);
    }

    void register(@Observes Router router) {
        router.postWithRegex(UPLOAD)
                .handler(context -> Exchange.answerBody(context, origins, uploads.bytesMax(), this::upload));
        router.deleteWithRegex(FILE).handler(context -> Exchange.answer(context, origins, this::delete));
        router.getWithRegex(FILE).handler(this::serve);
        router.headWithRegex(FILE).handler(this::serve);
    }

    private Uni<Answer> upload(Exchange exchange, byte[] body) {
        return asOwner(
                exchange,
                body,
                account -> account.active()
                        ? uploads.upload(account.did(), body).map(outcome -> answer(outcome, exchange.origin()))
                        : Uni.createFrom()
                                .item(Answer.of(
                                        Problem.of(403, "suspended", "Forbidden", "this account is suspended here"))));
    }

    private static Answer answer(Upload outcome, String origin) {
        return switch (outcome) {
            case Upload.Kept kept -> {
                JsonObject.Builder document = JsonObject.builder()
                        .put("type", "Document")
                        .put("mediaType", kept.format().contentType())
                        .put("url", kept.hash().hashlink())
                        .put("digestMultibase", kept.hash().multibase())
                        .put("href", HashlinkPath.url(origin, kept.hash()));
                if (kept.width() > 0) {
                    document.put("width", kept.width()).put("height", kept.height());
                }
                yield Answer.json(201, document.build());
            }
            case Upload.Refused refused ->
                Answer.of(Problem.of(
                        400, "media-refused", "Bad Request", refused.unfit().detail()));
            case Upload.TooLarge tooLarge ->
                Answer.of(Problem.of(413, "media-too-large", "Content Too Large", tooLarge.detail()));
        };
    }

    private Uni<Answer> delete(Exchange exchange) {
        Optional<Sha256> hash = hash(exchange.rawPath());
        return asOwner(
                exchange,
                new byte[0],
                account -> hash.isEmpty()
                        ? Uni.createFrom().item(Answer.of(Problem.notFound()))
                        : store.release(account.did(), hash.get())
                                .map(released -> released ? Answer.empty(204) : Answer.of(Problem.notFound())));
    }

    private Uni<Answer> asOwner(Exchange exchange, byte[] body, Function<Account, Uni<Answer>> work) {
        Optional<Did> account = exchange.parameter("account").flatMap(Did::parse);
        return owners.verify(exchange.incoming(body), account).flatMap(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> work.apply(owner.account());
            case OwnerVerdict.NotOwner stranger -> Uni.createFrom().item(Answer.of(stranger.problem()));
            case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(Answer.of(unsigned.problem()));
        });
    }

    private void serve(RoutingContext context) {
        String target = context.request().uri();
        int query = target.indexOf('?');
        sender.send(context, hash(query < 0 ? target : target.substring(0, query)));
    }

    private static Optional<Sha256> hash(String rawPath) {
        return HashlinkPath.parse(rawPath.substring(rawPath.lastIndexOf('/') + 1));
    }
}
