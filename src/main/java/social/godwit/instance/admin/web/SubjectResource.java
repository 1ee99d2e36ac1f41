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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.view.Faces;
import social.godwit.activitypub.view.Resolution;
import social.godwit.activitypub.view.ViewAnswer;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Meant;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;

/**
 * Which account or post somebody means by what a browser's address line shows, or by a handle, so that nobody decides about the
 * address of a page, which is nothing that could be hidden.
 */
@Path("/admin/v1/subject")
@Produces(MediaType.APPLICATION_JSON)
class SubjectResource {
    private static final String DOMAIN = "domain:";
    private static final int LOOKUPS = 60;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Staff staff;
    private final Resolution resolution;
    private final CaseStore cases;
    private final Faces faces;
    private final People people;
    private final Allowance lookUps;

    SubjectResource(
            Staff staff, Resolution resolution, CaseStore cases, Faces faces, People people, InstantSource clock) {
        this.staff = staff;
        this.resolution = resolution;
        this.cases = cases;
        this.faces = faces;
        this.people = people;
        this.lookUps = new Allowance(clock, LOOKUPS, WINDOW);
    }

    /**
     * What {@code q} names: an id with or without its kind, a DID, a handle, the address of a page here or elsewhere, a domain as
     * {@code domain:NAME}. 404 when nobody has it, 503 when only a server would know that does not answer. It may ask that server, so
     * everybody asks at most 60 times a minute.
     */
    @GET
    public Uni<Response> find(@Context RoutingContext request, @QueryParam("q") @Nullable String text) {
        return staff.only(Permission.SEE_CASES, request, (member, nothing) -> {
            if (text == null || text.isBlank()) {
                return Uni.createFrom().item(ModerationAnswers.invalid("subject-form", "Name an account or a post."));
            }
            return known(text)
                    .chain(known -> known.isPresent()
                            ? shown(known.get())
                            : lookUps.refusal(member.who())
                                    .map(Operators::answer)
                                    .orElseGet(() -> lookedUp(Meant.of(text))));
        });
    }

    /** What stands in a case already, or who is known, however little there is of them any more; a domain is what it is. */
    private Uni<Optional<Subject>> known(String text) {
        Optional<Subject> written = text.strip().startsWith(DOMAIN)
                ? DomainRule.domain(text.strip().substring(DOMAIN.length())).map(Subject::domain)
                : CasesResource.subject(text.strip());
        if (written.isEmpty() || written.get().kind() == Subject.Kind.DOMAIN) {
            return Uni.createFrom().item(written);
        }
        Subject subject = written.get();
        return cases.find(subject)
                .chain(file -> file.isPresent() || subject.kind() == Subject.Kind.POST
                        ? Uni.createFrom().item(file.isPresent())
                        : faces.of(List.of(subject.id())).map(found -> !found.isEmpty()))
                .map(known -> written.filter(one -> known));
    }

    private Uni<Response> lookedUp(Meant meant) {
        return resolution.toModerate(meant.text()).chain(answer -> switch (answer) {
            case ViewAnswer.Shown(JsonObject document) ->
                meant.found(document).map(this::shown).orElseGet(() -> nothing(meant));
            case ViewAnswer.Unavailable later ->
                Operators.answer(Problem.of(
                        503, "subject-away", "Not known yet", "Their server does not answer now. Try again later."));
            default -> nothing(meant);
        });
    }

    private static Uni<Response> nothing(Meant meant) {
        String what = meant.kind().map(kind -> "No " + kind.word()).orElse("Neither an account nor a post");
        return Operators.answer(Problem.of(
                404,
                "subject",
                "Not found",
                what + " was found by that. Paste the address of the post or the profile, or write @name@server."));
    }

    private Uni<Response> shown(Subject subject) {
        return people.named(List.of(subject.id()))
                .map(named -> ModerationAnswers.ok(JsonObject.builder()
                        .put("subject", subject.toString())
                        .put("people", named)
                        .build()));
    }
}
