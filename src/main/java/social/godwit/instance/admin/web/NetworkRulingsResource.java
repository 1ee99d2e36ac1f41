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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.form.Words;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;

/** Rulings by this server's staff in a network that names the server's operator as steward, and taking them back. */
@Path("/admin/v1/networks/{network}/desk/rulings")
@Produces(MediaType.APPLICATION_JSON)
class NetworkRulingsResource {
    private static final long HOURS_MAX = 24L * 3660;

    private final NetworkDesk desk;
    private final Staff staff;
    private final Networks networks;

    NetworkRulingsResource(NetworkDesk desk, Staff staff, Networks networks) {
        this.desk = desk;
        this.staff = staff;
        this.networks = networks;
    }

    /** Rules about {@code subject}: {@code action}, {@code text}, {@code rule}, {@code facts}, {@code hours}. */
    @POST
    public Uni<Response> rule(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return desk.steward(Permission.SEE_CASES, request, network, body, (wish, place) -> {
            Optional<Action> action = wish.string("action").flatMap(word -> Words.parse(Action.class, word));
            Optional<Subject> subject = wish.string("subject")
                    .flatMap(Subject::parse)
                    .filter(one -> one.kind() != Subject.Kind.DOMAIN)
                    .map(one -> new Subject(one.kind(), Ids.compared(one.id())));
            Optional<Long> hours = ModerationAnswers.number(wish, "hours");
            if (action.isEmpty()
                    || subject.isEmpty()
                    || (wish.has("hours")
                            && hours.filter(one -> one > 0 && one <= HOURS_MAX).isEmpty())) {
                return NetworkDesk.refused(
                        "ruling-form",
                        "Name a subject (account:… or post:…), an action, a rule and the facts; hours is a number.");
            }
            if (!place.member().may(permission(action.get()))) {
                return permission(
                        permission(action.get()),
                        "This action needs " + permission(action.get()).word() + ".");
            }
            Instant now = desk.now();
            return staff.unlessOutranked(
                    place.member(),
                    List.of(subject.get()),
                    () -> desk.say(
                            place,
                            new Ruling(
                                    place.charter().network(),
                                    now,
                                    place.charter().hash(),
                                    subject.get(),
                                    action.get(),
                                    wish.string("text").filter(text -> !text.isEmpty()),
                                    wish.string("rule").orElse(""),
                                    wish.string("facts").orElse(""),
                                    hours.map(one -> now.plus(Duration.ofHours(one))))));
        });
    }

    /** Takes a ruling back: {@code ruling}, its hash, and {@code reason}. */
    @POST
    @Path("/reverse")
    public Uni<Response> reverse(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return desk.steward(Permission.SEE_CASES, request, network, body, (wish, place) -> {
            Optional<JudgedRuling> judged = wish.string("ruling")
                    .filter(name -> !name.isEmpty())
                    .flatMap(name -> networks.card(place.charter().network()).flatMap(card -> card.ruling(name)));
            if (judged.isEmpty()) {
                return Operators.answer(Problem.of(404, "ruling", "No such ruling", "There is no such ruling."));
            }
            if (!place.member().may(permission(judged.get().ruling().action()))) {
                Permission needed = permission(judged.get().ruling().action());
                return permission(needed, "Taking this back needs " + needed.word() + ".");
            }
            return staff.unlessOutranked(
                    place.member(),
                    List.of(judged.get().ruling().subject()),
                    () -> desk.say(
                            place,
                            new Reversal(
                                    place.charter().network(),
                                    desk.now(),
                                    judged.get().act().hash(),
                                    wish.string("reason").orElse(""))));
        });
    }

    private static Permission permission(Action action) {
        return switch (action) {
            case LABEL -> Permission.LABEL;
            case WARN, CONTENT_WARNING, SENSITIVE, LIMIT -> Permission.RESTRICT;
            case HIDE, SUSPEND -> Permission.SUSPEND;
        };
    }

    private static Uni<Response> permission(Permission needed, String detail) {
        return Operators.answer(ModerationAnswers.needs(needed, detail));
    }
}
