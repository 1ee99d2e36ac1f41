package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.policy.DryRuns;
import social.godwit.instance.policy.NetworkFederationPolicy;
import social.godwit.network.domain.DomainCsv;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DryRun;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.staff.Permission;

/** Rules about domains: allow, limit, deny, and what is held back; lists brought in and out, tried before they apply. */
@Path("/admin/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
class DomainsResource {
    private static final int LIST_MAX = 8 << 20;
    private static final int ID_BYTES = 16;
    private static final long HOURS_MAX = 24L * 3660;

    /** Answers whoever wants a rule or a decision about this server itself. */
    static final Problem OURS = Problem.of(
            400, "own-domain", "This server's own domain", "Nothing is ruled here about this server itself.");

    private final Staff staff;
    private final NetworkFederationPolicy policy;
    private final DryRuns runs;
    private final Randomness randomness;
    private final InstantSource clock;

    DomainsResource(
            Staff staff, NetworkFederationPolicy policy, DryRuns runs, Randomness randomness, InstantSource clock) {
        this.randomness = randomness;
        this.staff = staff;
        this.policy = policy;
        this.runs = runs;
        this.clock = clock;
    }

    private static JsonObject rule(DomainRule rule) {
        return JsonObject.builder()
                .put("domain", rule.domain())
                .put("stance", rule.stance().word())
                .put(
                        "restrictions",
                        rule.restrictions().stream()
                                .map(Restriction::word)
                                .sorted()
                                .toList())
                .put("comment", rule.comment())
                .put("publicComment", rule.publicComment())
                .put("createdAt", rule.createdAt().toString())
                .putIfPresent("until", rule.until().map(Instant::toString))
                .build();
    }

    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) ->
                        policy.all().map(rules -> ModerationAnswers.list("domains", rules, DomainsResource::rule)));
    }

    /** Writes a rule: {@code stance}, {@code restrictions}, {@code comment}, {@code publicComment}, {@code hours}. */
    @PUT
    @Path("/{domain}")
    public Uni<Response> put(@Context RoutingContext request, @PathParam("domain") String written, byte[] body) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, wish) -> {
                    Optional<String> domain = DomainRule.domain(written);
                    Optional<Stance> stance = wish.string("stance").flatMap(Stance::parse);
                    Optional<Long> hours = ModerationAnswers.number(wish, "hours");
                    String comment = wish.string("comment").orElse("");
                    String publicComment = wish.string("publicComment").orElse("");
                    if (domain.isEmpty()) {
                        return Operators.answer(
                                Problem.of(400, "domain", "Not a domain", written + " is not a domain name.")
                                        .with("domain", written));
                    }
                    if (stance.isEmpty()
                            || comment.length() > DomainRule.COMMENT_MAX
                            || publicComment.length() > DomainRule.COMMENT_MAX
                            || hours.filter(one -> one < 1 || one > HOURS_MAX).isPresent()) {
                        return Operators.answer(Problem.of(
                                        400,
                                        "rule-form",
                                        "Not a rule",
                                        "stance is allow, limit or deny, a comment at most " + DomainRule.COMMENT_MAX
                                                + " characters, hours 1 to " + HOURS_MAX + ".")
                                .with("n", DomainRule.COMMENT_MAX));
                    }
                    if (policy.isOurs(domain.get())) {
                        return Operators.answer(OURS);
                    }
                    Instant now = clock.instant();
                    var rule = new DomainRule(
                            domain.get(),
                            stance.get(),
                            restrictions(wish),
                            comment,
                            publicComment,
                            now,
                            hours.map(Duration::ofHours).map(now::plus));
                    return policy.put(rule).replaceWith(() -> ModerationAnswers.ok(rule(rule)));
                },
                body);
    }

    private static Set<Restriction> restrictions(JsonObject wish) {
        Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
        for (Json item : wish.list("restrictions")) {
            if (item instanceof JsonString word) {
                Restriction.parse(word.value()).ifPresent(restrictions::add);
            }
        }
        return restrictions;
    }

    @DELETE
    @Path("/{domain}")
    public Uni<Response> remove(@Context RoutingContext request, @PathParam("domain") String written) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> policy.remove(DomainRule.domain(written).orElse(""))
                        .map(gone -> gone
                                ? Response.noContent().build()
                                : Operators.problem(
                                        Problem.of(404, "rule", "No such rule", "There is no rule for " + written + ".")
                                                .with("domain", written))));
    }

    /** All rules as Mastodon's CSV. */
    @GET
    @Path("/export")
    public Uni<Response> export(@Context RoutingContext request) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> policy.all()
                        .map(rules -> Response.ok(DomainCsv.write(rules))
                                .type("text/csv; charset=utf-8")
                                .header("Content-Disposition", "attachment; filename=\"domain_blocks.csv\"")
                                .header("X-Content-Type-Options", "nosniff")
                                .build()));
    }

    /** What a list (the body, Mastodon's CSV) would have hit in the last 30 days; nothing changes. */
    @POST
    @Path("/preview")
    public Uni<Response> preview(@Context RoutingContext request, byte[] csv) {
        return staff.raw(
                Permission.DOMAINS, request, member -> tried(list(csv)).map(ModerationAnswers::ok), LIST_MAX, csv);
    }

    /**
     * Takes a list over; one that would cut more than a fifth of all follows only with {@code ?confirm=true}. The answer's
     * {@code list} takes it back within an hour.
     */
    @POST
    @Path("/import")
    public Uni<Response> bring(@Context RoutingContext request, @QueryParam("confirm") boolean confirmed, byte[] csv) {
        return staff.raw(
                Permission.DOMAINS,
                request,
                member -> {
                    DomainCsv.Reading list = list(csv);
                    String id = HexFormat.of().formatHex(randomness.bytes(ID_BYTES));
                    // As the database keeps it, so that rules are known again as the list's own.
                    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
                    return runs.ofRules(list.rules())
                            .chain(hits -> hits.floor() && !confirmed
                                    ? Operators.answer(Problem.of(
                                                    409,
                                                    "floor",
                                                    "This looks like a mistake",
                                                    "It would cut " + hits.cut() + " of " + hits.allFollows()
                                                            + " follows. Look at the preview, and say confirm=true if you mean it.")
                                            .with("n", hits.cut())
                                            .with("of", hits.allFollows()))
                                    : policy.bring(id, list.rules(), at)
                                            .replaceWith(() -> ModerationAnswers.ok(
                                                    told(list, hits).with("list", Json.of(id)))));
                },
                LIST_MAX,
                csv);
    }

    /** Makes the rules as they were before a list came, but for those that somebody changed since; within an hour. */
    @POST
    @Path("/lists/{id}/undo")
    public Uni<Response> undo(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> policy.takeBack(id, clock.instant())
                        .map(rules -> rules.map(count -> ModerationAnswers.ok(
                                        JsonObject.builder().put("rules", count).build()))
                                .orElseGet(() -> Operators.problem(Problem.of(
                                        404,
                                        "list-past",
                                        "Cannot be taken back",
                                        "There is no such list, or it was taken over more than an hour ago.")))),
                body);
    }

    private DomainCsv.Reading list(byte[] csv) {
        DomainCsv.Reading read = DomainCsv.read(new String(csv, StandardCharsets.UTF_8), clock.instant());
        // What is said about this server itself is left out, as of lists that are followed.
        return new DomainCsv.Reading(
                read.rules().stream()
                        .filter(rule -> !policy.isOurs(rule.domain()))
                        .toList(),
                read.faults());
    }

    private Uni<JsonObject> tried(DomainCsv.Reading list) {
        return runs.ofRules(list.rules()).map(hits -> told(list, hits));
    }

    private static JsonObject told(DomainCsv.Reading list, DryRun.Hits hits) {
        return DryRunResource.told(hits)
                .put("rules", list.rules().size())
                .put("faults", list.faults())
                .build();
    }
}
