package social.godwit.activitypub.webfinger.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;

/** RFC 6415: where WebFinger is, for those who still look here first. */
@Path("/.well-known")
class HostMetaResource {
    private static final int MAX_AGE_SECONDS = 86_400;

    private final Origins origins;

    HostMetaResource(Origins origins) {
        this.origins = origins;
    }

    @GET
    @Path("/host-meta")
    public Response xrd(@Context HttpServerRequest request) {
        String accept = Optional.ofNullable(request.getHeader("accept")).orElse("");
        return accept.contains("json") && !accept.contains("xml")
                ? json(request)
                : answer(
                        request,
                        "application/xrd+xml",
                        template -> "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  <Link rel=\"lrdd\" template=\""
                                + template + "\"/>\n</XRD>\n");
    }

    @GET
    @Path("/host-meta.json")
    public Response json(@Context HttpServerRequest request) {
        return answer(
                request,
                MediaTypes.JRD_JSON,
                template -> "{\"links\":[{\"rel\":\"lrdd\",\"type\":\"application/jrd+json\",\"template\":\"" + template
                        + "\"}]}");
    }

    private Response answer(HttpServerRequest request, String type, UnaryOperator<String> text) {
        return Answers.origin(request, origins)
                .map(origin -> Answers.shared(
                        type,
                        text.apply(origin + "/.well-known/webfinger?resource={uri}")
                                .getBytes(StandardCharsets.UTF_8),
                        MAX_AGE_SECONDS))
                .orElseGet(() -> Answers.problem(Problem.notFound()));
    }
}
