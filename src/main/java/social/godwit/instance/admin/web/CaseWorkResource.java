package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.interaction.ForwardedReports;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.CaseMail;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Event;
import social.godwit.network.moderation.Report;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Work on cases: claimed, assigned, noted, written about, passed on, resolved. What decides is with decisions. */
@Path("/admin/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
class CaseWorkResource {
    private final Staff staff;
    private final CaseStore cases;
    private final Desk desk;
    private final ForwardedReports forwarding;
    private final CaseMail mail;
    private final InstantSource clock;

    CaseWorkResource(
            Staff staff, CaseStore cases, Desk desk, ForwardedReports forwarding, CaseMail mail, InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.desk = desk;
        this.forwarding = forwarding;
        this.mail = mail;
        this.clock = clock;
    }

    /**
     * Passes a case about an account elsewhere on to the moderators there, in this instance's name: {@code text}, {@code
     * posts}. 502 when they did not take it.
     */
    @POST
    @Path("/forward")
    public Uni<Response> forward(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.WORK_ON_CASES,
                request,
                (member, wish) -> {
                    Optional<Subject> subject = wish.string("subject")
                            .flatMap(CasesResource::subject)
                            .filter(one -> one.kind() == Subject.Kind.ACCOUNT);
                    String text = wish.string("text").orElse("");
                    List<String> posts = wish.ids("posts").stream()
                            .filter(Ids::usable)
                            .limit(Report.EVIDENCE_MAX)
                            .toList();
                    if (subject.isEmpty() || text.length() > CaseRules.TEXT_MAX) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "case-text",
                                        CaseRules.TEXT_MAX,
                                        "Name an account, and a text of at most " + CaseRules.TEXT_MAX
                                                + " characters."));
                    }
                    String by = member.who();
                    return ifTaken(
                            subject.get(),
                            now -> CaseRules.forwarded(now, "", text, by, clock.instant()),
                            () -> forwarding
                                    .send(subject.get().id(), posts, text)
                                    .chain(sent -> switch (sent) {
                                        case ForwardedReports.Sent.Delivered(String inbox) ->
                                            desk.turn(
                                                            subject.get(),
                                                            Optional.empty(),
                                                            by,
                                                            now -> CaseRules.forwarded(
                                                                    now, inbox, text, by, clock.instant()))
                                                    .map(ModerationAnswers::turn);
                                        case ForwardedReports.Sent.Failed(String detail) ->
                                            Operators.answer(Problem.of(502, "forward", "Not delivered", detail));
                                    }));
                },
                body);
    }

    /**
     * Works on a case: {@code claim}, {@code release}, {@code assign} (with {@code to}, or nobody), {@code note} and
     * {@code message} (with {@code text}; {@code to} subject or reporters), {@code resolve}, {@code reopen}.
     */
    @POST
    @Path("/{action}")
    public Uni<Response> work(@Context RoutingContext request, @PathParam("action") String action, byte[] body) {
        return staff.only(
                Permission.WORK_ON_CASES,
                request,
                (member, wish) -> {
                    Optional<Subject> subject = wish.string("subject").flatMap(CasesResource::subject);
                    Optional<Function<Situation, Turn>> rule = rule(action, wish, member, clock.instant());
                    if (subject.isEmpty() || rule.isEmpty()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "case-text",
                                        CaseRules.TEXT_MAX,
                                        "Name a subject, and for a note or a message a text of at most "
                                                + CaseRules.TEXT_MAX + " characters."));
                    }
                    Uni<Response> done = desk.turn(subject.get(), Optional.empty(), member.who(), rule.get())
                            .map(ModerationAnswers::turn);
                    return action.equals("message")
                            ? ifTaken(
                                    subject.get(),
                                    rule.get(),
                                    () -> delivered(subject.get(), wish).chain(sent -> sent ? done : undelivered()))
                            : done;
                },
                body);
    }

    /** What a case would not take is not sent either. */
    private Uni<Response> ifTaken(Subject subject, Function<Situation, Turn> rule, Supplier<Uni<Response>> send) {
        return cases.find(subject)
                .map(found -> found.map(file -> rule.apply(new Situation(file, Optional.empty(), Optional.empty()))))
                .chain(tried -> tried.filter(Turn.Refused.class::isInstance)
                        .map(refused -> Uni.createFrom().item(ModerationAnswers.turn(refused)))
                        .orElseGet(send));
    }

    private static Uni<Response> undelivered() {
        return Operators.answer(Problem.of(
                502,
                "undelivered",
                "Not delivered",
                "Nobody got it: their server did not take it, or there is nobody to write to."));
    }

    /** Whether somebody has what a moderator writes. */
    private Uni<Boolean> delivered(Subject subject, JsonObject wish) {
        return mail.send(subject, addressee(wish), wish.string("text").orElse(""))
                .map(sent -> sent.got() > 0);
    }

    private static Event.Addressee addressee(JsonObject wish) {
        return wish.string("to").equals(Optional.of("reporters")) ? Event.Addressee.REPORTERS : Event.Addressee.SUBJECT;
    }

    private static Optional<Function<Situation, Turn>> rule(String action, JsonObject wish, Member member, Instant at) {
        String by = member.who();
        Optional<String> text = wish.string("text").filter(one -> !one.isBlank() && one.length() <= CaseRules.TEXT_MAX);
        return switch (action) {
            case "claim" -> Optional.of(now -> CaseRules.claim(now, by, at));
            case "release" -> Optional.of(now -> CaseRules.release(now, by, at));
            case "assign" -> Optional.of(now -> CaseRules.assign(now, wish.string("to"), by, at));
            case "resolve" -> Optional.of(now -> CaseRules.resolve(now, by, at));
            case "reopen" -> Optional.of(now -> CaseRules.reopen(now, by, at));
            case "note" -> text.map(words -> now -> CaseRules.note(now, words, by, at));
            case "message" -> {
                Event.Addressee to = addressee(wish);
                yield text.map(words -> now -> CaseRules.message(now, to, words, by, at));
            }
            default -> Optional.empty();
        };
    }
}
