package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Appealed;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Appeals that wait for an answer; they are answered at {@code /admin/v1/decisions/ID/answer}. */
@Path("/admin/v1/appeals")
@Produces(MediaType.APPLICATION_JSON)
class AppealsResource {
    private static final int PAGE = 200;

    private final Staff staff;
    private final CaseStore cases;
    private final People people;

    AppealsResource(Staff staff, CaseStore cases, People people) {
        this.staff = staff;
        this.cases = cases;
        this.people = people;
    }

    /** The oldest {@value #PAGE}: the decision, what is said against it, and whether who asks may answer ({@code yours}). */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> staff.above(member)
                        .chain(above -> cases.appeals(PAGE)
                                .chain(appeals -> people.named(mentioned(appeals))
                                        .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                                .put("people", named)
                                                .put(
                                                        "appeals",
                                                        appeals.stream()
                                                                .map(one -> form(one, member, above))
                                                                .toList())
                                                .build())))));
    }

    private static List<String> mentioned(List<Appealed> appeals) {
        return appeals.stream()
                .flatMap(one ->
                        Stream.of(one.decision().subject().id(), one.decision().by()))
                .toList();
    }

    private static JsonObject form(Appealed one, Member member, Set<String> above) {
        return JsonObject.builder()
                .put("decision", DecisionForm.write(one.decision()))
                .put("at", one.at().toString())
                .put("text", one.text())
                .put(
                        "yours",
                        member.may(Permission.ANSWER_APPEALS)
                                && !one.decision().by().equals(member.who())
                                && !Staff.isOf(one.decision().subject(), above))
                .build();
    }
}
