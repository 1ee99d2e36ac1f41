package social.godwit.activitypub.webfinger.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.webfinger.WebFinger;

@Path("/.well-known/webfinger")
class WebFingerResource {
    private static final int MAX_AGE_SECONDS = 300;

    private final WebFinger webFinger;
    private final Origins origins;

    WebFingerResource(WebFinger webFinger, Origins origins) {
        this.webFinger = webFinger;
        this.origins = origins;
    }

    @GET
    public Uni<Response> find(@Context HttpServerRequest request, @QueryParam("resource") @Nullable String resource) {
        if (Answers.origin(request, origins).isEmpty()) {
            return answer(Problem.notFound());
        }
        if (resource == null || resource.isBlank()) {
            return answer(Problem.of(400, "resource", "Bad Request", "say which resource, for example acct:name@host"));
        }
        return webFinger
                .find(resource.strip())
                .map(found -> found.map(jrd -> Answers.shared(MediaTypes.JRD_JSON, jrd, MAX_AGE_SECONDS))
                        .orElseGet(() -> Answers.problem(Problem.notFound())));
    }

    private static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(Answers.problem(problem));
    }
}
