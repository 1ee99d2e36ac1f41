package social.godwit.activitypub.nodeinfo.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.nodeinfo.NodeInfo;

@Path("/.well-known/nodeinfo")
class NodeInfoLinksResource {
    private static final int MAX_AGE_SECONDS = 1800;

    private final NodeInfo nodeInfo;
    private final Origins origins;

    NodeInfoLinksResource(NodeInfo nodeInfo, Origins origins) {
        this.nodeInfo = nodeInfo;
        this.origins = origins;
    }

    @GET
    public Response links(@Context HttpServerRequest request) {
        return Answers.origin(request, origins)
                .map(origin -> Answers.shared("application/json", nodeInfo.links(origin), MAX_AGE_SECONDS))
                .orElseGet(() -> Answers.problem(Problem.notFound()));
    }
}
