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
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Permission;

/** Decisions looked at again: taken back, the many of a bulk at once, and appeals against them answered. */
@Path("/admin/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
class ReversalsResource {
    private final Staff staff;
    private final CaseStore cases;
    private final Desk desk;
    private final InstantSource clock;

    ReversalsResource(Staff staff, CaseStore cases, Desk desk, InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.desk = desk;
        this.clock = clock;
    }

    /** Takes a decision back, with a {@code reason}. */
    @POST
    @Path("/{id}/reverse")
    public Uni<Response> reverse(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, wish) -> cases.decision(id).chain(found -> {
                    if (found.isEmpty()) {
                        return Operators.answer(DecisionsResource.UNKNOWN);
                    }
                    if (!member.may(DecisionWish.permission(found.get().measure()))) {
                        Permission needed = DecisionWish.permission(found.get().measure());
                        return Operators.answer(
                                ModerationAnswers.needs(needed, "Taking this back needs " + needed.word() + "."));
                    }
                    return staff.unlessOutranked(
                            member,
                            DecisionsResource.concerned(found.stream()
                                    .filter(ReversalsResource::byPerson)
                                    .toList()),
                            () -> desk.reverse(found.get(), reason(wish), member.who())
                                    .map(ModerationAnswers::turn));
                }),
                body);
    }

    /** Takes back what still stands of a bulk, with a {@code reason}. */
    @POST
    @Path("/bulk/{id}/undo")
    public Uni<Response> undo(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, wish) -> cases.bulk(id).chain(all -> {
                    if (all.isEmpty()) {
                        return Operators.answer(DecisionsResource.UNKNOWN);
                    }
                    if (!all.stream().allMatch(one -> member.may(DecisionWish.permission(one.measure())))) {
                        return Operators.answer(
                                Problem.of(403, "not-yours", "Not permitted", "You may not undo this."));
                    }
                    return staff.unlessOutranked(
                            member,
                            DecisionsResource.concerned(all),
                            () -> desk.undo(id, reason(wish), member.who())
                                    .map(turns -> ModerationAnswers.ok(JsonObject.builder()
                                            .put(
                                                    "done",
                                                    turns.stream()
                                                            .filter(Turn.Done.class::isInstance)
                                                            .count())
                                            .put("of", turns.size())
                                            .build())));
                }),
                body);
    }

    /** Answers an appeal: {@code granted}, {@code text}. */
    @POST
    @Path("/{id}/answer")
    public Uni<Response> answer(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.ANSWER_APPEALS,
                request,
                (member, wish) -> cases.decision(id).chain(found -> {
                    Optional<String> text = wish.string("text")
                            .filter(words -> !words.isBlank() && words.length() <= CaseRules.TEXT_MAX);
                    if (found.isEmpty()) {
                        return Operators.answer(DecisionsResource.UNKNOWN);
                    }
                    if (text.isEmpty() || !(wish.get("granted") instanceof JsonBoolean granted)) {
                        return Operators.answer(ModerationAnswers.wish(
                                "answer-form", "Say whether it is granted (true or false), and why, in text."));
                    }
                    Instant now = clock.instant();
                    return staff.unlessOutranked(
                            member,
                            DecisionsResource.concerned(List.of(found.get())),
                            () -> desk.turn(
                                            found.get().subject(),
                                            Optional.of(id),
                                            member.who(),
                                            situation -> CaseRules.answer(
                                                    situation, granted.value(), text.get(), member.who(), now))
                                    .map(ModerationAnswers::turn));
                }),
                body);
    }

    /** What a filter or a labeler brought about, everybody on the staff may look at, also where it is about themselves. */
    private static boolean byPerson(Decision decision) {
        return !decision.automated()
                || decision.by().equals(Staff.OPERATOR)
                || Did.parse(decision.by()).isPresent();
    }

    private static String reason(JsonObject wish) {
        String reason = wish.string("reason").orElse("");
        return reason.length() > CaseRules.TEXT_MAX ? reason.substring(0, CaseRules.TEXT_MAX) : reason;
    }
}
