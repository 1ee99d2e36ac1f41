package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.instance.admin.Doctor;
import social.godwit.instance.admin.Finding;
import social.godwit.instance.admin.Probe;
import social.godwit.network.staff.Permission;

/** What is wrong here ({@code doctor}), and on the way to another server ({@code probe}). */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class ChecksResource {
    private static final int QUESTION_MAX = 2_000;

    private final Operators operators;
    private final Staff staff;
    private final Doctor doctor;
    private final Probe probe;

    ChecksResource(Operators operators, Staff staff, Doctor doctor, Probe probe) {
        this.operators = operators;
        this.staff = staff;
        this.doctor = doctor;
        this.probe = probe;
    }

    record FindingAnswer(String subject, String state, String detail) {
        static FindingAnswer of(Finding finding) {
            return new FindingAnswer(
                    finding.subject(), finding.state().name().toLowerCase(Locale.ROOT), finding.detail());
        }
    }

    /** All findings; {@code ok} when none of them is a problem. */
    record Report(boolean ok, List<FindingAnswer> findings) {
        static Response of(List<Finding> findings) {
            boolean ok = findings.stream().noneMatch(finding -> finding.state() == Finding.State.PROBLEM);
            return Response.ok(new Report(
                            ok, findings.stream().map(FindingAnswer::of).toList()))
                    .build();
        }
    }

    @GET
    @Path("/doctor")
    public Uni<Response> doctor(@Context RoutingContext request) {
        return staff.only(
                Permission.SERVER, request, (member, nothing) -> doctor.look().map(Report::of));
    }

    @GET
    @Path("/probe")
    public Uni<Response> probe(@Context RoutingContext request, @QueryParam("q") @Nullable String who) {
        return operators.only(
                request,
                nothing -> who == null || who.isBlank() || who.length() > QUESTION_MAX
                        ? Operators.answer(
                                Problem.of(400, "question", "Whom?", "q is a handle or the address of an actor."))
                        : probe.walk(who).map(Report::of));
    }
}
