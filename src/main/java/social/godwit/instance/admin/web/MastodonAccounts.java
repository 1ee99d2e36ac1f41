package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
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
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/**
 * Accounts in the shapes of Mastodon's admin API, for tools that know those. What a tool does becomes a decision by the rule
 * {@code operator} of the house, with a case, a statement of reasons and a place in the log. What belongs to owners here stays
 * theirs: nobody waits for approval, is kept from signing in, or is deleted; that is 422.
 */
@Path("/api/v1/admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
class MastodonAccounts {
    private static final int ID_BYTES = 16;

    private final Staff staff;
    private final MastodonAccountList list;
    private final MastodonPeople people;
    private final CaseStore cases;
    private final Desk desk;
    private final Randomness randomness;
    private final InstantSource clock;

    MastodonAccounts(
            Staff staff,
            MastodonAccountList list,
            MastodonPeople people,
            CaseStore cases,
            Desk desk,
            Randomness randomness,
            InstantSource clock) {
        this.staff = staff;
        this.list = list;
        this.people = people;
        this.cases = cases;
        this.desk = desk;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Accounts, as Mastodon listed them before. */
    @GET
    public Uni<Response> listBefore(
            @Context RoutingContext request,
            @QueryParam("remote") boolean remote,
            @QueryParam("active") boolean active,
            @QueryParam("pending") boolean pending,
            @QueryParam("disabled") boolean disabled,
            @QueryParam("silenced") boolean silenced,
            @QueryParam("suspended") boolean suspended,
            @QueryParam("staff") boolean isStaff,
            @BeanParam MastodonWhom whom,
            @BeanParam MastodonSlice slice) {
        String status = pending
                ? "pending"
                : disabled ? "disabled" : silenced ? "silenced" : suspended ? "suspended" : active ? "active" : "";
        return list.answer(
                request,
                "/api/v1/admin/accounts",
                MastodonAccountQuery.of(remote, whom, isStaff, List.of(), null, status, slice));
    }

    /** One account, here or elsewhere. */
    @GET
    @Path("/{id}")
    public Uni<Response> show(@Context RoutingContext request, @PathParam("id") String id) {
        return on(Permission.SEE_ACCOUNTS, request, id, (member, subject) -> shown(subject));
    }

    /** {@code type}: none (a warning, with {@code text}), sensitive, silence, suspend; {@code report_id} is resolved with it. */
    @POST
    @Path("/{id}/action")
    public Uni<Response> act(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return on(
                Permission.SEE_ACCOUNTS,
                request,
                id,
                (member, subject) -> act(member, subject, MastodonWish.read(body)),
                body);
    }

    private Uni<Response> act(Member member, Subject subject, MastodonWish wish) {
        Optional<Measure> measure = wish.text("type").flatMap(MastodonAccounts::measure);
        String text = wish.text("text").orElse("");
        if (measure.isEmpty() || (measure.get() == Measure.WARN && text.isBlank())) {
            return invalid("type is none with a text, sensitive, silence or suspend: who may sign in is"
                    + " the account's own affair");
        }
        Permission permission = DecisionWish.permission(measure.get());
        if (!member.may(permission)) {
            return Operators.answer(
                    Problem.of(403, "permission", "Not permitted", "This needs " + permission.word() + "."));
        }
        return decide(member, subject, measure.get(), text)
                .chain(turn -> turn instanceof Turn.Refused
                        ? Uni.createFrom().item(ModerationAnswers.turn(turn))
                        : wish.text("report_id").isEmpty() ? done() : resolved(subject, member));
    }

    private Uni<Response> resolved(Subject subject, Member member) {
        return desk.turn(
                        subject,
                        Optional.empty(),
                        member.who(),
                        now -> CaseRules.resolve(now, member.who(), clock.instant()))
                .chain(turn -> done());
    }

    private static Optional<Measure> measure(String type) {
        return switch (type) {
            case "none" -> Optional.of(Measure.WARN);
            case "sensitive" -> Optional.of(Measure.SENSITIVE);
            case "silence" -> Optional.of(Measure.LIMIT);
            case "suspend" -> Optional.of(Measure.SUSPEND);
            default -> Optional.empty();
        };
    }

    private Uni<Turn> decide(Member member, Subject subject, Measure measure, String text) {
        String words = text.length() > Decision.TEXT_MAX ? text.substring(0, Decision.TEXT_MAX) : text;
        return desk.decide(new Decision(
                HexFormat.of().formatHex(randomness.bytes(ID_BYTES)),
                subject,
                subject,
                measure,
                measure == Measure.WARN ? words : "",
                RuleReference.house("operator"),
                text.length() > Decision.FACTS_MAX ? text.substring(0, Decision.FACTS_MAX) : text,
                false,
                member.who(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Takes back what blurs its media. */
    @POST
    @Path("/{id}/unsensitive")
    public Uni<Response> unsensitive(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return takeBack(Permission.RESTRICT, Set.of(Measure.SENSITIVE), request, id, body);
    }

    /** Takes back what limits it. */
    @POST
    @Path("/{id}/unsilence")
    public Uni<Response> unsilence(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return takeBack(Permission.RESTRICT, Set.of(Measure.LIMIT), request, id, body);
    }

    /** Takes back what hides it. */
    @POST
    @Path("/{id}/unsuspend")
    public Uni<Response> unsuspend(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return takeBack(Permission.SUSPEND, Set.of(Measure.SUSPEND, Measure.PURGE), request, id, body);
    }

    private Uni<Response> takeBack(
            Permission permission, Set<Measure> measures, RoutingContext request, String id, byte[] body) {
        return on(
                permission,
                request,
                id,
                (member, subject) -> cases.on(subject, clock.instant())
                        .map(all -> all.stream()
                                .filter(one -> measures.contains(one.measure()))
                                .toList())
                        .chain(standing -> desk.reverseAll(standing, "", member.who()))
                        .chain(turns -> turns.stream()
                                .filter(Turn.Refused.class::isInstance)
                                .findFirst()
                                .map(refused -> Uni.createFrom().item(ModerationAnswers.turn(refused)))
                                .orElseGet(() -> shown(subject))),
                body);
    }

    /** Nobody is kept from signing in, so there is nothing to take back: the account as it is. */
    @POST
    @Path("/{id}/enable")
    public Uni<Response> enable(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return on(Permission.SEE_ACCOUNTS, request, id, (member, subject) -> shown(subject), body);
    }

    /** 422: accounts do not wait for approval. */
    @POST
    @Path("/{id}/approve")
    public Uni<Response> approve(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return never(request, id, body);
    }

    /** 422: accounts do not wait for approval. */
    @POST
    @Path("/{id}/reject")
    public Uni<Response> reject(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return never(request, id, body);
    }

    private Uni<Response> never(RoutingContext request, String id, byte[] body) {
        return on(
                Permission.SEE_ACCOUNTS,
                request,
                id,
                (member, subject) -> invalid("No account waits here: who registers is there"),
                body);
    }

    /** Deletes the copies of an account elsewhere, and takes no more; an account here is its owner's, and that is 422. */
    @DELETE
    @Path("/{id}")
    public Uni<Response> delete(@Context RoutingContext request, @PathParam("id") String id) {
        return on(
                Permission.PURGE,
                request,
                id,
                (member, subject) -> people.here(subject.id())
                        .chain(account -> account.isPresent()
                                ? invalid("An account here is its owner's to delete: suspend it")
                                : decide(member, subject, Measure.PURGE, "")
                                        .chain(turn -> turn instanceof Turn.Refused
                                                ? Uni.createFrom().item(ModerationAnswers.turn(turn))
                                                : shown(subject))));
    }

    /** Runs {@code work} on an account that is known here, unless it belongs to somebody of equal or higher rank. */
    private Uni<Response> on(
            Permission permission,
            RoutingContext request,
            String id,
            BiFunction<Member, Subject, Uni<Response>> work,
            byte... body) {
        boolean reads = request.request().method().name().equals("GET");
        return staff.raw(
                permission,
                request,
                member -> known(id)
                        .chain(found -> found.map(subject -> reads
                                        ? work.apply(member, subject)
                                        : staff.unlessOutranked(
                                                member, List.of(subject), () -> work.apply(member, subject)))
                                .orElseGet(() -> Operators.answer(Problem.of(
                                        404, "record", "Record not found", "No such account is known here.")))),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Optional<Subject>> known(String id) {
        return MastodonPeople.subject(id)
                .map(subject ->
                        people.known(subject).map(known -> Optional.of(subject).filter(any -> known)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Response> shown(Subject subject) {
        return people.show(subject.id()).map(ModerationAnswers::ok);
    }

    private static Uni<Response> done() {
        return Uni.createFrom().item(ModerationAnswers.ok(JsonObject.empty()));
    }

    private static Uni<Response> invalid(String error) {
        return Uni.createFrom().item(MastodonWish.invalid(error));
    }
}
