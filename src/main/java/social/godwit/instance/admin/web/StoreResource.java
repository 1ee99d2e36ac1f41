package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.StoreStatus;

/** How the shared store stands ({@code store status}), audits of replicas, and verifying again what is stored. */
@Path("/admin/v1/store")
@Produces(MediaType.APPLICATION_JSON)
class StoreResource {
    private final Operators operators;
    private final StoreStatus status;

    StoreResource(Operators operators, StoreStatus status) {
        this.operators = operators;
        this.status = status;
    }

    @GET
    @Path("/status")
    public Uni<Response> status(@Context RoutingContext request) {
        return operators.only(request, nothing -> status.read().map(StoreResource::ok));
    }

    @GET
    @Path("/inspection")
    public Uni<Response> inspection(@Context RoutingContext request) {
        return operators.only(request, nothing -> status.inspected().map(StoreResource::ok));
    }

    @POST
    @Path("/inspection")
    public Uni<Response> inspect(@Context RoutingContext request, byte[] body) {
        return operators.only(request, nothing -> status.inspect().map(StoreResource::ok), body);
    }

    @GET
    @Path("/audits")
    public Uni<Response> audits(@Context RoutingContext request, @QueryParam("account") @Nullable String account) {
        Optional<Did> did = Optional.ofNullable(account).flatMap(Did::parse);
        return operators.only(
                request,
                nothing -> account != null && did.isEmpty()
                        ? Operators.answer(Problem.of(400, "account", "Whose?", account + " is not a did:key."))
                        : status.audits(did).map(StoreResource::ok));
    }

    @POST
    @Path("/audits")
    public Uni<Response> audit(@Context RoutingContext request, byte[] body) {
        return operators.only(
                request,
                wish -> wish.string("account")
                        .flatMap(Did::parse)
                        .map(did -> status.audit(did).map(StoreResource::ok))
                        .orElseGet(() -> Operators.answer(
                                Problem.of(400, "account", "Whose?", "account is a did:key."))),
                body);
    }

    static Response ok(JsonObject json) {
        return Response.ok(Jcs.bytes(json)).build();
    }
}
