package social.godwit.activitypub.view.web;

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
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.view.OwnerViews;
import social.godwit.activitypub.view.ViewAnswer;
import social.godwit.identity.did.Did;

/** {@code GET /client/v1/{did}/{view}}, signed by the account's key or one of its devices. */
@ApplicationScoped
class OwnerViewRoutes {
    private static final String PREFIX = "/client/v1/";
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_SHOWN = 80;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int READS = 600;
    private static final int LOOKUPS = 120;
    private static final int STRANGERS = 300;

    private final OwnerRequests owners;
    private final OwnerViews views;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Allowance reads;
    private final Allowance lookUps;
    private final Allowance strangers;

    OwnerViewRoutes(
            OwnerRequests owners, OwnerViews views, Origins origins, TrustedProxies proxies, InstantSource clock) {
        this.owners = owners;
        this.views = views;
        this.origins = origins;
        this.proxies = proxies;
        this.reads = new Allowance(clock, READS, WINDOW);
        this.lookUps = new Allowance(clock, LOOKUPS, WINDOW);
        this.strangers = new Allowance(clock, STRANGERS, WINDOW);
    }

    void register(@Observes Router router) {
        router.get(PREFIX + "*").handler(context -> Exchange.answer(context, origins, this::answer));
    }

    private Uni<Answer> answer(Exchange exchange) {
        String[] parts = exchange.rawPath().substring(PREFIX.length()).split("/", -1);
        Optional<Did> did = Did.parse(parts[0].replace("%3A", ":").replace("%3a", ":"));
        if (parts.length != 2 || did.isEmpty()) {
            return Uni.createFrom().item(Answer.of(Problem.notFound()));
        }
        return owners.verify(exchange.incoming(new byte[0]), did).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> page(owner.account(), parts[1], exchange);
            case OwnerVerdict.NotOwner no ->
                no.superior()
                        .map(superior -> inherited(superior, parts[1], exchange))
                        .orElseGet(() -> refused(exchange, no.problem()));
            case OwnerVerdict.Unsigned unsigned -> refused(exchange, unsigned.problem());
        });
    }

    private Uni<Answer> refused(Exchange exchange, Problem problem) {
        return Uni.createFrom()
                .item(Answer.of(strangers.refusal(exchange.network(proxies)).orElse(problem)));
    }

    private Uni<Answer> page(Account account, String view, Exchange exchange) {
        Optional<Problem> refused =
                (view.equals("resolve") ? lookUps : reads).refusal(account.did().toString());
        if (refused.isPresent()) {
            return Uni.createFrom().item(Answer.of(refused.get()));
        }
        return views.page(account, view, window(view, exchange), exchange::parameter)
                .map(OwnerViewRoutes::answer);
    }

    private Uni<Answer> inherited(OwnerVerdict.Superior superior, String view, Exchange exchange) {
        return reads.refusal(superior.key().toString())
                .map(refused -> Uni.createFrom().item(Answer.of(refused)))
                .orElseGet(() -> views.inherited(superior.account(), superior.key(), view, window(view, exchange))
                        .map(OwnerViewRoutes::answer));
    }

    private static Window window(String view, Exchange exchange) {
        int limit = exchange.parameter("limit")
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .orElse(LIMIT_DEFAULT);
        boolean isPlain =
                view.equals("followers") && exchange.parameter("plain").isPresent();
        return new Window(
                exchange.parameter("before").flatMap(Cursor::parse),
                exchange.parameter("after").flatMap(Cursor::parse),
                isPlain ? limit : Math.min(limit, LIMIT_SHOWN));
    }

    private static Answer answer(ViewAnswer answer) {
        return switch (answer) {
            case ViewAnswer.Shown shown -> Answer.json(200, shown.body()).with("Cache-Control", "private, no-store");
            case ViewAnswer.NotFound no -> Answer.of(Problem.notFound());
            case ViewAnswer.Invalid invalid -> Answer.of(Problem.of(400, "view", "Bad Request", invalid.detail()));
            case ViewAnswer.Unavailable later ->
                Answer.of(Problem.of(503, "unreachable", "Service Unavailable", later.detail())
                        .retryAfter(30));
        };
    }
}
