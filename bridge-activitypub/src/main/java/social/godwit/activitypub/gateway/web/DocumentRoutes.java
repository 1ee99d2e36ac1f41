package social.godwit.activitypub.gateway.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorPaths.Role;
import social.godwit.activitypub.collection.Collections;
import social.godwit.activitypub.collection.PageRequest;
import social.godwit.activitypub.collection.Viewer;
import social.godwit.activitypub.follow.FollowersComplete;
import social.godwit.activitypub.gateway.Batch;
import social.godwit.activitypub.gateway.Chains;
import social.godwit.activitypub.gateway.Documents;
import social.godwit.activitypub.gateway.Outbox;
import social.godwit.activitypub.gateway.OutboxOutcome;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.Viewers;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxAdmission;
import social.godwit.activitypub.keybag.PassphraseProofs;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits;

/**
 * Everything below {@code /.well-known/apgateway/did:key:…/} (FEP-ef61, FEP-ae97): documents and collections, the owner's
 * outbox, inboxes for strangers and, to read, for their owner. What lies where, the account's actor document says.
 */
@ApplicationScoped
class DocumentRoutes {
    private static final String PATH = "/\\.well-known/apgateway/did(:|%3[Aa])key.+";
    private static final byte[] NONE = {};

    private final Origins origins;
    private final AccountStore accounts;
    private final Documents documents;
    private final Collections collections;
    private final FollowersComplete complete;
    private final Viewers viewers;
    private final OwnerRequests owners;
    private final Outbox outbox;
    private final InboxAdmission inbox;
    private final Audits audits;
    private final TrustedProxies proxies;

    DocumentRoutes(
            Origins origins,
            AccountStore accounts,
            Documents documents,
            Collections collections,
            FollowersComplete complete,
            Viewers viewers,
            OwnerRequests owners,
            Outbox outbox,
            InboxAdmission inbox,
            Audits audits,
            TrustedProxies proxies) {
        this.origins = origins;
        this.accounts = accounts;
        this.documents = documents;
        this.collections = collections;
        this.complete = complete;
        this.viewers = viewers;
        this.owners = owners;
        this.outbox = outbox;
        this.inbox = inbox;
        this.audits = audits;
        this.proxies = proxies;
    }

    void register(@Observes Router router) {
        router.getWithRegex(PATH).handler(context -> Exchange.answer(context, origins, this::get));
        router.headWithRegex(PATH).handler(context -> Exchange.answer(context, origins, this::get));
        router.postWithRegex(PATH)
                .handler(context -> Exchange.answerBody(context, origins, Batch.BYTES_MAX, this::post));
    }

    /** The account and the path that the raw request target names; empty: nothing that could be here (row P3). */
    private Uni<Answer> route(Exchange exchange, Function<Target, Uni<Answer>> work) {
        Optional<PortableId> id =
                PortableId.parse("ap://" + exchange.rawPath().substring(PortableId.GATEWAY_PATH.length()));
        if (id.isEmpty() || id.get().fragment().isPresent()) {
            return notFound();
        }
        if (!origins.isFor(
                Origin.parse(exchange.origin()).orElseThrow(), id.get().did())) {
            return notFound();
        }
        return accounts.find(id.get().did())
                .flatMap(account -> account.isEmpty()
                        ? notFound()
                        : work.apply(new Target(account.get(), id.get().path())));
    }

    private record Target(Account account, String path) {
        Role role() {
            return account.paths().roleOf(path);
        }
    }

    private Uni<Answer> get(Exchange exchange) {
        return route(exchange, target -> {
            if (target.role() == Role.INBOX) {
                return ownInbox(exchange, target);
            }
            IncomingRequest request = exchange.incoming(NONE);
            if (target.account()
                    .paths()
                    .synchronization()
                    .filter(target.path()::equals)
                    .isPresent()) {
                return synchronization(target, request);
            }
            return documents
                    .find(target.account(), page(exchange, target), () -> viewers.of(request, target.account()))
                    .map(answer -> DocumentResponse.of(exchange, answer));
        });
    }

    /** FEP-ae97: 401 for a bad signature, 403 for another's. */
    private Uni<Answer> ownInbox(Exchange exchange, Target target) {
        return owners.verify(
                        exchange.incoming(NONE), Optional.of(target.account().did()))
                .flatMap(verdict -> switch (verdict) {
                    case OwnerVerdict.NotOwner stranger -> Uni.createFrom().item(Answer.of(stranger.problem()));
                    case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(Answer.of(unsigned.problem()));
                    case OwnerVerdict.Owner owner ->
                        documents
                                .find(
                                        target.account(),
                                        page(exchange, target),
                                        () -> Uni.createFrom().item(new Viewer.Owner()))
                                .map(answer -> DocumentResponse.of(exchange, answer));
                });
    }

    /** FEP-8fcf: each host is told its own followers, and only by the home, whose list is the one that counts. */
    private Uni<Answer> synchronization(Target target, IncomingRequest request) {
        return viewers.of(request, target.account()).flatMap(viewer -> {
            Optional<Origin> asking = asking(viewer);
            return asking.isEmpty()
                    ? notFound()
                    : complete.at(target.account())
                            .flatMap(sure -> sure
                                    ? collections
                                            .synchronization(target.account(), target.path(), asking.get())
                                            .map(DocumentResponse::own)
                                    : notFound());
        });
    }

    /** The host that a signature speaks for. A portable actor's speaks for its key alone, whatever host its id names. */
    private static Optional<Origin> asking(Viewer viewer) {
        return viewer instanceof Viewer.Somebody somebody && !PortableId.claims(somebody.actor())
                ? Origin.ofUrl(somebody.actor())
                : Optional.empty();
    }

    private Uni<Answer> post(Exchange exchange, byte[] body) {
        return route(exchange, target -> switch (target.role()) {
            case OUTBOX -> say(exchange, target, body);
            case INBOX -> hear(exchange, target, body);
            default -> notFound();
        });
    }

    private Uni<Answer> say(Exchange exchange, Target target, byte[] body) {
        Optional<List<byte[]>> texts = BodyDocuments.of(exchange, body);
        if (texts.isEmpty()) {
            return Uni.createFrom().item(Answer.of(BodyDocuments.WRONG_TYPE));
        }
        return outbox.post(
                        target.account(),
                        texts.get(),
                        exchange.header(PassphraseProofs.HEADER),
                        exchange.network(proxies))
                .flatMap(outcome -> switch (outcome) {
                    case OutboxOutcome.Refused refused -> Uni.createFrom().item(Answer.of(refused.problem()));
                    case OutboxOutcome.Accepted accepted -> {
                        documents.forget(target.account().did());
                        yield audits.chains(target.account().did())
                                .map(chains -> Answer.json(202, accepted(accepted, chains)));
                    }
                });
    }

    private static JsonObject accepted(OutboxOutcome.Accepted accepted, List<Audits.ChainHead> chains) {
        List<Json> documents = accepted.documents().stream()
                .<Json>map(document -> JsonObject.builder()
                        .put("id", document.id())
                        .put("hash", document.hash().multibase())
                        .build())
                .toList();
        return JsonObject.builder()
                .put("accepted", documents)
                .put("receipt", accepted.receipts().getLast())
                .put("receipts", accepted.receipts())
                .put("warnings", accepted.warnings())
                .put("chains", Chains.json(chains))
                .build();
    }

    private Uni<Answer> hear(Exchange exchange, Target target, byte[] body) {
        if (target.account().status() == Status.DELETED || !target.account().listed()) {
            return notFound();
        }
        return inbox.admit(exchange.incoming(body), Optional.of(target.account()))
                .map(admission -> switch (admission) {
                    case Admission.Accepted accepted -> Answer.empty(202);
                    case Admission.Ignored ignored -> Answer.empty(202);
                    case Admission.Refused refused ->
                        Answer.of(Problem.of(refused.status(), "inbox", refused.title(), refused.detail()));
                    case Admission.Unavailable unavailable ->
                        Answer.of(Problem.of(503, "unavailable", "Service Unavailable", unavailable.detail())
                                .retryAfter(60));
                });
    }

    private static PageRequest page(Exchange exchange, Target target) {
        String raw = exchange.rawTarget();
        int query = raw.indexOf('?');
        Optional<String> before = exchange.parameter("before");
        boolean paged = before.isPresent() || exchange.parameter("page").isPresent();
        return new PageRequest(
                target.path(),
                Origin.parse(exchange.origin()).orElseThrow(),
                paged,
                before,
                query < 0 ? "" : raw.substring(query + 1));
    }

    private static Uni<Answer> notFound() {
        return Uni.createFrom().item(DocumentResponse.notFound());
    }
}
