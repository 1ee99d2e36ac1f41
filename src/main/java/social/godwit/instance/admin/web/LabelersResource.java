package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.Labelers;
import social.godwit.network.label.Labeler;
import social.godwit.network.label.Labeler.Trust;
import social.godwit.network.staff.Permission;

/** Whose labels are heeded here. */
@Path("/admin/v1/labelers")
@Produces(MediaType.APPLICATION_JSON)
class LabelersResource {
    private final Staff staff;
    private final Labelers labelers;
    private final InstantSource clock;

    LabelersResource(Staff staff, Labelers labelers, InstantSource clock) {
        this.staff = staff;
        this.labelers = labelers;
        this.clock = clock;
    }

    /** All labelers, and how it stands with them. */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.LABEL,
                request,
                (member, nothing) ->
                        labelers.all().map(all -> ModerationAnswers.list("labelers", all, LabelersResource::form)));
    }

    /** Heeds the labels that an instance signs with this DID: {@code origin}, {@code trust} (suggest, apply). */
    @PUT
    @Path("/{did}")
    public Uni<Response> heed(@Context RoutingContext request, @PathParam("did") String written, byte[] body) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, wish) -> {
                    Optional<Did> did = Did.parse(written);
                    Optional<Origin> origin = wish.string("origin").flatMap(Origin::parse);
                    Optional<Trust> trust = wish.string("trust").flatMap(Trust::parse);
                    if (did.isEmpty() || origin.isEmpty() || trust.isEmpty()) {
                        return Uni.createFrom()
                                .item(
                                        ModerationAnswers.invalid(
                                                "labeler-form",
                                                "A labeler has a DID, the origin of its server, and the trust suggest or apply."));
                    }
                    var labeler = new Labeler(did.get(), origin.get(), trust.get(), 0, clock.instant(), 0, "");
                    return labelers.heed(labeler)
                            .map(room -> room
                                    ? ModerationAnswers.ok(form(labeler))
                                    : ModerationAnswers.invalid(
                                            "labelers-full",
                                            Labeler.LABELERS_MAX,
                                            "At most " + Labeler.LABELERS_MAX + " labelers are heeded."));
                },
                body);
    }

    /** Heeds it no longer; its labels stay until they are taken back. */
    @DELETE
    @Path("/{did}")
    public Uni<Response> leave(@Context RoutingContext request, @PathParam("did") String written) {
        return staff.only(
                Permission.RESTRICT,
                request,
                (member, nothing) -> Did.parse(written)
                        .map(labelers::leave)
                        .orElseGet(() -> Uni.createFrom().item(false))
                        .map(gone -> gone
                                ? Response.noContent().build()
                                : Operators.problem(Problem.of(
                                        404, "labeler", "No such labeler", written + " is not heeded here."))));
    }

    private static JsonObject form(Labeler labeler) {
        return JsonObject.builder()
                .put("did", labeler.did().toString())
                .put("origin", labeler.origin().toString())
                .put("trust", labeler.trust().word())
                .put("due", labeler.due().toString())
                .put("failures", labeler.failures())
                .put("fault", labeler.fault())
                .build();
    }
}
