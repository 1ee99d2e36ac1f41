package social.godwit.activitypub.page.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.HtmlPage;
import social.godwit.activitypub.page.Pages;
import social.godwit.activitypub.page.Words;

/** {@code GET /@name} and {@code /@name/post}: pages for people; servers that ask here are sent to the document. */
@ApplicationScoped
class PageRoutes {
    private static final Pattern PATH =
            Pattern.compile("/@(did:key:z[A-Za-z0-9]{1,80}|[A-Za-z0-9_.-]{1,64})(?:/([A-Za-z0-9._~-]{1,64}))?/?");

    private final Pages pages;
    private final Origins origins;
    private final Instance instance;

    PageRoutes(Pages pages, Origins origins, Instance instance) {
        this.pages = pages;
        this.origins = origins;
        this.instance = instance;
    }

    void register(@Observes Router router) {
        router.routeWithRegex("/@.*")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> Exchange.answer(context, origins, this::answer));
    }

    private Uni<Answer> answer(Exchange exchange) {
        Words words = Words.forReader(exchange.parameter("lang"), exchange.header("Accept-Language"));
        Matcher path = PATH.matcher(exchange.rawPath());
        if (!path.matches()) {
            return Uni.createFrom().item(answer(exchange, Frame.words(instance, words, 404, exchange.origin() + "/")));
        }
        String name = path.group(1);
        Uni<HtmlPage> page = path.group(2) == null
                ? pages.profile(
                        exchange.origin(), name, exchange.parameter("before").flatMap(Cursor::parse), words)
                : pages.post(exchange.origin(), name, path.group(2), words);
        return page.map(one -> answer(exchange, one));
    }

    private static Answer answer(Exchange exchange, HtmlPage page) {
        Optional<String> document = page.document().filter(id -> wantsDocument(exchange));
        return document.isPresent()
                ? Answer.empty(302)
                        .with("Location", document.get())
                        .with("Vary", "Accept")
                        .with("Cache-Control", "public, max-age=10")
                : HtmlAnswer.of(page);
    }

    /** Only who names a type of ActivityPub: curl and link previews that take anything get the page. */
    private static boolean wantsDocument(Exchange exchange) {
        Optional<String> accept = exchange.header("Accept");
        return accept.filter(types -> types.contains(MediaTypes.ACTIVITY_JSON) || types.contains("application/ld+json"))
                        .isPresent()
                && MediaTypes.choose(accept) == MediaTypes.Face.DOCUMENT;
    }
}
