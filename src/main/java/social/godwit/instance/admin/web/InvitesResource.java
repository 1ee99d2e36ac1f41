package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.invite.InviteStore;
import social.godwit.activitypub.invite.InviteStore.Invite;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.staff.Permission;

/** Invite codes: made, listed, ended. */
@Path("/admin/v1/invites")
@Produces(MediaType.APPLICATION_JSON)
class InvitesResource {
    private static final int HOURS_DEFAULT = 7 * 24;
    private static final int HOURS_MAX = 365 * 24;
    private static final int NOTE_MAX = 200;

    private final Staff staff;
    private final InviteStore invites;

    InvitesResource(Staff staff, InviteStore invites) {
        this.staff = staff;
        this.invites = invites;
    }

    record InviteAnswer(String id, @Nullable String code, int usesLeft, Instant expires, String note) {
        static InviteAnswer of(Invite invite, @Nullable String code) {
            return new InviteAnswer(invite.id(), code, invite.usesLeft(), invite.expires(), invite.note());
        }
    }

    record InviteList(List<InviteAnswer> invites) {}

    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.INVITES,
                request,
                (member, nothing) -> invites.list()
                        .map(all -> new InviteList(all.stream()
                                .map(invite -> InviteAnswer.of(invite, null))
                                .toList()))
                        .map(list -> Response.ok(list).build()));
    }

    @POST
    public Uni<Response> create(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.INVITES,
                request,
                (member, wish) -> {
                    int uses = number(wish, "uses", 1);
                    int hours = number(wish, "expiresInHours", HOURS_DEFAULT);
                    String note = wish.string("note").orElse("");
                    if (uses < 1
                            || uses > InviteStore.USES_MAX
                            || hours < 1
                            || hours > HOURS_MAX
                            || note.length() > NOTE_MAX) {
                        return Operators.answer(Problem.of(
                                        400,
                                        "invite-form",
                                        "Not an invite",
                                        "uses is 1 to " + InviteStore.USES_MAX + ", expiresInHours 1 to " + HOURS_MAX
                                                + ", the note at most " + NOTE_MAX + " characters.")
                                .with("uses", InviteStore.USES_MAX)
                                .with("hours", HOURS_MAX)
                                .with("note", NOTE_MAX));
                    }
                    return invites.create(uses, Duration.ofHours(hours), note)
                            .map(fresh -> Response.status(Response.Status.CREATED)
                                    .entity(InviteAnswer.of(fresh.invite(), fresh.code()))
                                    .build());
                },
                body);
    }

    @DELETE
    @Path("/{id}")
    public Uni<Response> revoke(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.INVITES,
                request,
                (member, nothing) -> invites.revoke(id)
                        .map(gone -> gone ? Response.noContent().build() : Operators.problem(Problem.notFound())));
    }

    private static int number(JsonObject wish, String name, int otherwise) {
        return wish.get(name) instanceof JsonNumber number ? (int) number.asDouble() : otherwise;
    }
}
