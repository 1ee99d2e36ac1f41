package social.godwit.activitypub.instanceactor.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.instanceactor.InstanceActor;

/**
 * The instance actor, for everybody and without a signature: whoever verifies our requests needs its key, and asking who
 * asks for it would never end.
 */
@Path("/actor")
class InstanceActorResource {
    private static final int MAX_AGE_SECONDS = 3600;

    private final InstanceActor actor;
    private final Origins origins;

    InstanceActorResource(InstanceActor actor, Origins origins) {
        this.actor = actor;
        this.origins = origins;
    }

    @GET
    public Response document(@Context HttpServerRequest request) {
        return answer(request, actor::document);
    }

    @GET
    @Path("/outbox")
    public Response outbox(@Context HttpServerRequest request) {
        return answer(request, actor::outbox);
    }

    private Response answer(HttpServerRequest request, Supplier<byte[]> body) {
        return Answers.origin(request, origins)
                .map(origin -> Answers.shared(MediaTypes.ACTIVITY_JSON, body.get(), MAX_AGE_SECONDS))
                .orElseGet(() -> Answers.problem(Problem.notFound()));
    }
}
