package social.godwit.instance.session.web;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;
import java.util.regex.Pattern;
import social.godwit.activitypub.Instance;

/**
 * What every answer tells browsers, unless it says something stricter itself: no guessing of types, no frames around it, no
 * referrers to others; and what is for one asker only is kept nowhere.
 */
@ApplicationScoped
class ResponseHeaders {
    /** Paths whose answers are for one asker. */
    private static final Pattern PRIVATE =
            Pattern.compile("/(admin|api/v\\d/admin|session|client|moderation/v1/(accounts|log/whole))(/.*)?");

    /** Of what is no page: nothing in it is to run or be loaded. */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String TRANSPORT = "max-age=31536000";

    private final Instance instance;
    private final String authority;

    ResponseHeaders(Instance instance) {
        this.instance = instance;
        this.authority = instance.origin().substring(instance.origin().indexOf("://") + 3);
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(context -> {
            context.addHeadersEndHandler(head -> complete(context));
            context.next();
        });
    }

    private void complete(RoutingContext context) {
        MultiMap headers = context.response().headers();
        String type = headers.get("Content-Type") == null
                ? ""
                : headers.get("Content-Type").toLowerCase(Locale.ROOT);
        boolean page = type.startsWith("text/html");
        boolean forOne = PRIVATE.matcher(context.request().path()).matches();
        absent(headers, "X-Content-Type-Options", "nosniff");
        absent(headers, "Referrer-Policy", "same-origin");
        if (page || type.contains("json") || type.startsWith("text/plain")) {
            absent(headers, "Content-Security-Policy", CONTENT_SECURITY_POLICY);
            absent(headers, "X-Frame-Options", "DENY");
        }
        if (page) {
            absent(headers, "Cross-Origin-Opener-Policy", "same-origin");
        }
        if (page || forOne) {
            absent(headers, "Cross-Origin-Resource-Policy", "same-origin");
        }
        if (forOne) {
            headers.set("Cache-Control", "no-store");
        }
        // Other domains that lead here are their owners', who decide that for themselves.
        if (instance.origin().startsWith("https://")
                && context.request().authority() != null
                && context.request().authority().toString().equalsIgnoreCase(authority)) {
            absent(headers, "Strict-Transport-Security", TRANSPORT);
        }
    }

    private static void absent(MultiMap headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
