package social.godwit.activitypub.http.web;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;

/**
 * Nothing is answered, before anything else is looked at, to requests for a host that is not ours (RFC 9110 15.5.20): neither
 * by the name of somebody else nor by our address alone. Only the proxy's question about certificates comes by whatever name
 * the proxy knows us by.
 */
@ApplicationScoped
class MisdirectedRequests {
    /** Where a proxy asks whether it may have a certificate, see {@code DomainRoutes}. */
    static final String EXCEPT = "/tls/ask";

    private static final Problem PROBLEM =
            Problem.of(421, "misdirected", "Misdirected Request", "this server does not answer for that host");

    private final Origins origins;

    MisdirectedRequests(Origins origins) {
        this.origins = origins;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::judge);
    }

    private void judge(RoutingContext context) {
        String authority = context.request().authority() == null
                ? ""
                : context.request().authority().toString();
        if (origins.answering(authority).isPresent()
                || EXCEPT.equals(context.request().path())) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(PROBLEM.status())
                .putHeader("Content-Type", MediaTypes.PROBLEM_JSON)
                .putHeader("Cache-Control", "no-store")
                .end(io.vertx.core.buffer.Buffer.buffer(PROBLEM.body()));
    }
}
