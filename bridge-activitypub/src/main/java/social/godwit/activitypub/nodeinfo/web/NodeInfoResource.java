package social.godwit.activitypub.nodeinfo.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.nodeinfo.NodeInfo;

@Path("/nodeinfo/{version}")
class NodeInfoResource {
    private static final int MAX_AGE_SECONDS = 1800;

    private final NodeInfo nodeInfo;
    private final Origins origins;

    NodeInfoResource(NodeInfo nodeInfo, Origins origins) {
        this.nodeInfo = nodeInfo;
        this.origins = origins;
    }

    @GET
    public Uni<Response> document(@Context HttpServerRequest request, @PathParam("version") String version) {
        if (Answers.origin(request, origins).isEmpty() || !NodeInfo.VERSIONS.contains(version)) {
            return Uni.createFrom().item(Answers.problem(Problem.notFound()));
        }
        return nodeInfo.document(version)
                .map(body -> Answers.shared(NodeInfo.mediaType(version), body, MAX_AGE_SECONDS));
    }
}
