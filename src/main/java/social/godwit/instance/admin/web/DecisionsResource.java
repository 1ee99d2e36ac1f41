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
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.NetworkFederationPolicy;
import social.godwit.instance.statement.Statements;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.PlanStore;
import social.godwit.network.moderation.PlanStore.Plan;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Decisions: taken, about one or many at once; what suspends or purges many waits as a plan for a second person. */
@Path("/admin/v1/decisions")
@Produces(MediaType.APPLICATION_JSON)
class DecisionsResource {
    private static final Logger LOG = Logger.getLogger(DecisionsResource.class);

    private static final int ID_BYTES = 16;

    /** Answers whoever names a decision or a plan that is not there. */
    static final Problem UNKNOWN = Problem.of(404, "decision", "No such decision", "There is no such decision.");

    private final Staff staff;
    private final PlanStore plans;
    private final Desk desk;
    private final Statements statements;
    private final People people;
    private final NetworkFederationPolicy policy;
    private final Randomness randomness;
    private final InstantSource clock;

    DecisionsResource(
            Staff staff,
            PlanStore plans,
            Desk desk,
            Statements statements,
            People people,
            NetworkFederationPolicy policy,
            Randomness randomness,
            InstantSource clock) {
        this.staff = staff;
        this.plans = plans;
        this.desk = desk;
        this.statements = statements;
        this.people = people;
        this.policy = policy;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * Decides about {@code subject}, or about {@code subjects} (at most {@value DecisionWish#BULK_MAX}): {@code measure},
     * {@code text}, {@code rule}, {@code charter} and {@code version} (left out for a rule of the house), {@code facts},
     * {@code hours}; {@code target}: a post of the one subject.
     */
    @POST
    public Uni<Response> decide(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, wish) -> {
                    DecisionWish wished;
                    List<Decision> decisions;
                    try {
                        wished = DecisionWish.read(wish);
                        decisions = wished.decisions(member.who(), clock.instant(), this::freshId);
                    } catch (IllegalArgumentException e) {
                        return Operators.answer(
                                ModerationAnswers.wish("decision-form", String.valueOf(e.getMessage())));
                    }
                    if (wished.subjects().stream()
                            .anyMatch(one -> one.kind() == Subject.Kind.DOMAIN && policy.isOurs(one.id()))) {
                        return Operators.answer(DomainsResource.OURS);
                    }
                    if (!member.may(wished.permission())) {
                        return Operators.answer(ModerationAnswers.needs(
                                wished.permission(),
                                "This measure needs " + wished.permission().word() + "."));
                    }
                    return staff.unlessOutranked(
                            member,
                            concerned(decisions),
                            () -> wished.needsSecond()
                                    ? plan(member, decisions)
                                    : desk.decideAll(decisions).chain(turns -> answer(decisions, turns)));
                },
                body);
    }

    /** Keeps what needs a second person; 202. */
    private Uni<Response> plan(Member member, List<Decision> decisions) {
        var plan = new Plan(freshId(), member.who(), clock.instant(), decisions);
        return plans.keep(plan)
                .map(kept -> kept
                        ? Response.status(202).entity(planned(plan).toString()).build()
                        : ModerationAnswers.invalid(
                                "plans-full", PlanStore.PLANS_MAX, PlanStore.PLANS_MAX + " plans wait already."));
    }

    private static JsonObject planned(Plan plan) {
        Decision first = plan.decisions().getFirst();
        return JsonObject.builder()
                .put("plan", plan.id())
                .put("by", plan.by())
                .put("at", plan.at().toString())
                .put("measure", first.measure().word())
                .put("rule", DecisionForm.rule(first.rule()))
                .put("facts", first.facts())
                .put(
                        "subjects",
                        plan.decisions().stream()
                                .map(one -> one.subject().toString())
                                .toList())
                .build();
    }

    /** What waits for a second person. */
    @GET
    @Path("/plans")
    public Uni<Response> plans(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> plans.waiting(clock.instant()).chain(all -> {
                    List<JsonObject> waiting =
                            all.stream().map(DecisionsResource::planned).toList();
                    return people.named(all.stream()
                                    .flatMap(plan -> Stream.concat(
                                            Stream.of(plan.by()),
                                            plan.decisions().stream()
                                                    .map(one -> one.subject().id())))
                                    .toList())
                            .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                    .put("plans", waiting)
                                    .put("people", named)
                                    .build()));
                }));
    }

    /** The second person agrees: the plan is carried out. */
    @POST
    @Path("/plans/{id}/approve")
    public Uni<Response> approve(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.SUSPEND,
                request,
                (member, wish) -> plans.waiting(clock.instant()).chain(all -> {
                    Optional<Plan> plan =
                            all.stream().filter(one -> one.id().equals(id)).findFirst();
                    if (plan.isEmpty()) {
                        return Operators.answer(UNKNOWN);
                    }
                    Measure measure = plan.get().decisions().getFirst().measure();
                    if (plan.get().by().equals(member.who()) || !member.may(DecisionWish.permission(measure))) {
                        return Operators.answer(Problem.of(
                                403,
                                "second-person",
                                "Not permitted",
                                "Somebody else than who made the plan agrees to it, and needs "
                                        + DecisionWish.permission(measure).word() + "."));
                    }
                    return staff.unlessOutranked(
                            member,
                            concerned(plan.get().decisions()),
                            () -> desk.carryOut(plans, id).chain(done -> {
                                if (done.isEmpty()) {
                                    return Operators.answer(UNKNOWN);
                                }
                                LOG.infof(
                                        "plan %s of %s was approved by %s",
                                        id, done.get().plan().by(), member.who());
                                return answer(done.get().decisions(), done.get().turns());
                            }));
                }),
                body);
    }

    /** It is not carried out: who made it takes it back, or somebody who could agree says no. */
    @DELETE
    @Path("/plans/{id}")
    public Uni<Response> refuse(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.SUSPEND,
                request,
                (member, nothing) -> plans.take(id, clock.instant()).chain(taken -> {
                    if (taken.isEmpty()) {
                        return Operators.answer(UNKNOWN);
                    }
                    LOG.infof("plan %s of %s was refused by %s", id, taken.get().by(), member.who());
                    return Uni.createFrom().item(Response.noContent().build());
                }));
    }

    private Uni<Response> answer(List<Decision> decisions, List<Turn> turns) {
        if (turns.size() == 1) {
            return turns.getFirst() instanceof Turn.Done
                    ? told(decisions.getFirst())
                    : Uni.createFrom().item(ModerationAnswers.turn(turns.getFirst()));
        }
        long done = turns.stream().filter(Turn.Done.class::isInstance).count();
        return Uni.createFrom()
                .item(ModerationAnswers.ok(JsonObject.builder()
                        .put("bulk", decisions.getFirst().bulk().orElseThrow())
                        .put("done", done)
                        .put("refused", turns.size() - done)
                        .build()));
    }

    private Uni<Response> told(Decision decision) {
        return statements
                .of(decision)
                .map(statement -> ModerationAnswers.ok(JsonObject.builder()
                        .put("decision", DecisionForm.write(decision))
                        .put("statement", statement)
                        .build()));
    }

    /** The subjects and the targets of decisions, each once. */
    static List<Subject> concerned(List<Decision> decisions) {
        return decisions.stream()
                .flatMap(one -> Stream.of(one.subject(), one.target()))
                .distinct()
                .toList();
    }

    private String freshId() {
        return HexFormat.of().formatHex(randomness.bytes(ID_BYTES));
    }
}
