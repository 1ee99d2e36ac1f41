package social.godwit.activitypub.page.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
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
        Matcher path = PATH.matcher(exchange.rawPath());
        if (!path.matches()) {
            return Uni.createFrom().item(answer(exchange, Frame.words(instance, 404, exchange.origin() + "/")));
        }
        String name = path.group(1);
        Uni<HtmlPage> page = path.group(2) == null
                ? pages.profile(
                        exchange.origin(), name, exchange.parameter("before").flatMap(Cursor::parse))
                : pages.post(exchange.origin(), name, path.group(2));
        return page.map(one -> answer(exchange, one));
    }

    private static Answer answer(Exchange exchange, HtmlPage page) {
        Optional<String> document = page.document().filter(id -> wantsDocument(exchange));
        Answer answer = document.isPresent()
                ? Answer.empty(302).with("Location", document.get())
                : Answer.of(
                                page.status(),
                                "text/html; charset=utf-8",
                                page.html().getBytes(StandardCharsets.UTF_8))
                        .with("Content-Security-Policy", Frame.CONTENT_SECURITY_POLICY);
        return answer.with("Vary", "Accept")
                .with("Cache-Control", "public, max-age=10")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    /** Only who names a type of ActivityPub: curl and link previews that take anything get the page. */
    private static boolean wantsDocument(Exchange exchange) {
        Optional<String> accept = exchange.header("Accept");
        return accept.filter(types -> types.contains(MediaTypes.ACTIVITY_JSON) || types.contains("application/ld+json"))
                        .isPresent()
                && MediaTypes.choose(accept) == MediaTypes.Face.DOCUMENT;
    }
}
