package social.godwit.instance.web;

import io.quarkiverse.web.bundler.runtime.Bundle;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.page.Words;

/**
 * {@code GET} of every address of the app in a browser: the same document, but for the files it names, and the app shows the page. Programs that ask for JSON at
 * {@code /networks} get what they always got.
 */
@ApplicationScoped
class AppRoutes {
    private static final String PAGES =
            "/|/(sign-up|sign-in|devices|settings|decisions|notifications|approve|staff)(/.*)?";
    private static final String SHARED_PAGES = "/networks(/[^/]+/(edit|proposals|membership|stewards)(/.*)?)?";
    private static final String FILES = "/static/bundle/*";

    /** Before resources and files. */
    private static final int EARLY = -100;

    private final Origins origins;
    private final AppPage page;

    AppRoutes(Origins origins, Bundle bundle) {
        this.origins = origins;
        String script = bundle.script("app");
        this.page = new AppPage(
                script, bundle.style("app"), bundle.script("stretch"), Preloads.of(script, AppRoutes::fileOfBundle));
    }

    private static String fileOfBundle(String path) {
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/resources" + path)) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        Exchange.answer(
                context,
                origins,
                exchange -> Uni.createFrom()
                        .item(answer(page.html(
                                exchange.rawPath(),
                                Words.forReader(Optional.empty(), exchange.header("Accept-Language"))
                                        .language()))));
    }

    private static Answer answer(String html) {
        return Answer.of(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", AppPage.CONTENT_SECURITY_POLICY)
                .with("Cache-Control", "no-cache")
                .with("Vary", "Accept, Accept-Language")
                .with("X-Content-Type-Options", "nosniff")
                .with("X-Frame-Options", "DENY")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
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
                        "default-src 'none'; frame-ancestors 'none'"
                                + (stretching ? "; script-src 'self' 'wasm-unsafe-eval'" : ""));
        context.next();
    }
}
