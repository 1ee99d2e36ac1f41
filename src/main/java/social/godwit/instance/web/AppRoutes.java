package social.godwit.instance.web;

import io.quarkiverse.web.bundler.runtime.Bundle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;

/**
 * {@code GET} of every address of the app in a browser: the same document, and the app shows the page. Programs that ask for JSON at
 * {@code /networks} get what they always got.
 */
@ApplicationScoped
class AppRoutes {
    private static final String PAGES = "/|/(sign-up|sign-in|devices|decisions|approve|staff)(/.*)?";
    private static final String SHARED_PAGES = "/networks(/[^/]+/(edit|proposals|membership)(/.*)?)?";
    private static final String FILES = "/static/bundle/*";

    /** Before resources and files. */
    private static final int EARLY = -100;

    private final Origins origins;
    private final AppPage page;
    private final Answer answer;

    AppRoutes(Origins origins, Bundle bundle) {
        this.origins = origins;
        this.page = new AppPage(bundle.script("app"), bundle.style("app"), bundle.script("stretch"));
        this.answer = Answer.of(200, "text/html; charset=utf-8", page.html().getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", AppPage.CONTENT_SECURITY_POLICY)
                .with("Cache-Control", "no-cache")
                .with("Vary", "Accept")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PAGES)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(EARLY)
                .handler(this::show);
        router.routeWithRegex(SHARED_PAGES)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(EARLY)
                .handler(context -> {
                    if (asksForPage(context)) show(context);
                    else context.next();
                });
        router.route(FILES).order(EARLY).handler(this::file);
    }

    private void show(RoutingContext context) {
        Exchange.answer(context, origins, exchange -> Uni.createFrom().item(answer));
    }

    private static boolean asksForPage(RoutingContext context) {
        return Optional.ofNullable(context.request().getHeader("Accept"))
                .filter(types -> types.contains("text/html"))
                .isPresent();
    }

    /** A worker goes by the policy of its own file: this one alone may run WebAssembly, and it can reach nothing. */
    private void file(RoutingContext context) {
        boolean stretching = context.request().path().equals(page.stretching());
        context.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader(
                        "Content-Security-Policy",
                        stretching ? "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" : "default-src 'none'");
        context.next();
    }
}
