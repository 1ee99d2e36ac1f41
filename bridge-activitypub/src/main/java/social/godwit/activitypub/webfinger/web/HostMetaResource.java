package social.godwit.activitypub.webfinger.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.UnaryOperator;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;

/**
 * RFC 6415: where WebFinger is, for those who still look here first. The path is spelt out, since a resource at
 * {@code /.well-known} would hide all others below it.
 */
@Path("/.well-known/{name: host-meta(\\.json)?}")
class HostMetaResource {
    private static final int MAX_AGE_SECONDS = 86_400;

    private final Origins origins;

    HostMetaResource(Origins origins) {
        this.origins = origins;
    }

    @GET
    public Response get(@Context HttpServerRequest request, @PathParam("name") String name) {
        String accept = Optional.ofNullable(request.getHeader("accept")).orElse("");
        boolean json = name.endsWith(".json") || (accept.contains("json") && !accept.contains("xml"));
        return json
                ? answer(
                        request,
                        MediaTypes.JRD_JSON,
                        template -> "{\"links\":[{\"rel\":\"lrdd\",\"type\":\"application/jrd+json\",\"template\":\""
                                + template + "\"}]}")
                : answer(
                        request,
                        "application/xrd+xml",
                        template -> "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                + "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  <Link rel=\"lrdd\" template=\""
                                + template + "\"/>\n</XRD>\n");
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
