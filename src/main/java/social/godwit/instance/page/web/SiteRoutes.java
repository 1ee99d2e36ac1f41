package social.godwit.instance.page.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.function.BiFunction;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.page.HtmlPage;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.page.web.HtmlAnswer;
import social.godwit.instance.page.SitePages;
import social.godwit.network.log.LogStretch;

/**
 * {@code /about}, {@code /moderation/log}, and for browsers {@code /networks} and {@code /networks/DID}; programs, which do not
 * prefer HTML, go on to the JSON that is there under the same names.
 */
@ApplicationScoped
class SiteRoutes {
    /** Before the JSON under the same names, and before the app. */
    private static final int FIRST = -200;

    private final SitePages pages;
    private final Origins origins;

    SiteRoutes(SitePages pages, Origins origins) {
        this.pages = pages;
        this.origins = origins;
    }

    void register(@Observes Router router) {
        page(router.route("/about"), (exchange, words) -> pages.about(words));
        page(
                router.route("/moderation/log"),
                (exchange, words) -> pages.log(
                        LogStretch.From.of(
                                exchange.parameter("below").flatMap(SiteRoutes::number),
                                exchange.parameter("above").flatMap(SiteRoutes::number)),
                        words));
        forBrowsers(router.route("/networks"), (exchange, words) -> pages.networks(words));
        forBrowsers(
                router.routeWithRegex("/networks/did:key:[A-Za-z0-9]{1,100}"),
                (exchange, words) -> pages.network(exchange.rawPath().substring("/networks/".length()), words));
    }

    private void page(Route route, BiFunction<Exchange, Words, Uni<HtmlPage>> work) {
        route.order(FIRST).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> answer(context, work));
    }

    private void forBrowsers(Route route, BiFunction<Exchange, Words, Uni<HtmlPage>> work) {
        route.order(FIRST).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(context -> {
            String accept = context.request().getHeader("Accept");
            if (MediaTypes.choose(Optional.ofNullable(accept)) == MediaTypes.Face.PAGE) {
                answer(context, work);
            } else {
                context.next();
            }
        });
    }

    private void answer(RoutingContext context, BiFunction<Exchange, Words, Uni<HtmlPage>> work) {
        Exchange.answer(
                context,
                origins,
                exchange -> work.apply(
                                exchange,
                                Words.forReader(exchange.parameter("lang"), exchange.header("Accept-Language")))
                        .map(HtmlAnswer::of));
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
