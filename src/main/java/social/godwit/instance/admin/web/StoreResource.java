package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.StoreStatus;
import social.godwit.store.replication.Mirror;

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
                        .orElseGet(
                                () -> Operators.answer(Problem.of(400, "account", "Whose?", "account is a did:key."))),
                body);
    }

    @GET
    @Path("/mirrors")
    public Uni<Response> mirrors(@Context RoutingContext request) {
        return operators.only(request, nothing -> status.mirrors().map(StoreResource::ok));
    }

    /** {@code {origin, account?, refill?, quota?}}. */
    @POST
    @Path("/mirrors")
    public Uni<Response> mirror(@Context RoutingContext request, byte[] body) {
        return operators.only(
                request,
                wish -> {
                    Optional<Origin> origin = wish.string("origin").flatMap(Origin::parse);
                    Optional<Did> account = wish.string("account").flatMap(Did::parse);
                    if (origin.isEmpty() || account.isPresent() != wish.has("account")) {
                        return Operators.answer(Problem.of(
                                400, "mirror", "Of whom?", "origin is https://HOST, account (if at all) a did:key."));
                    }
                    long quota = wish.get("quota") instanceof JsonNumber number
                            ? Math.max(1, number.integer().orElse(Mirror.USUAL_QUOTA))
                            : Mirror.USUAL_QUOTA;
                    return status.mirror(origin.get(), account, wish.has("refill"), quota)
                            .chain(begun -> begun
                                    ? status.mirrors().map(StoreResource::ok)
                                    : Operators.answer(Problem.of(
                                            409,
                                            "mirror",
                                            "Not mirrored",
                                            origin.get() + " did not answer as a Godwit server does, or there are too"
                                                    + " many mirrors.")));
                },
                body);
    }

    @DELETE
    @Path("/mirrors/{target}")
    public Uni<Response> unmirror(@Context RoutingContext request, @PathParam("target") String target) {
        return operators.only(
                request,
                nothing -> status.unmirror(target)
                        .chain(removed -> removed
                                ? status.mirrors().map(StoreResource::ok)
                                : Operators.answer(Problem.of(
                                        404, "mirror", "No such mirror", "Nothing of " + target + " is mirrored."))));
    }

    static Response ok(JsonObject json) {
        return Response.ok(Jcs.bytes(json)).build();
    }
}
