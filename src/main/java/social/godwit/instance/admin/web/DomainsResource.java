package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
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
import social.godwit.instance.policy.NetworkFederationPolicy;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Stance;

/** Rules about domains: allow, limit, deny. */
@Path("/admin/v1/domains")
@Produces(MediaType.APPLICATION_JSON)
class DomainsResource {
    private final Operators operators;
    private final NetworkFederationPolicy policy;
    private final InstantSource clock;

    DomainsResource(Operators operators, NetworkFederationPolicy policy, InstantSource clock) {
        this.operators = operators;
        this.policy = policy;
        this.clock = clock;
    }

    record RuleAnswer(String domain, String stance, String comment, Instant createdAt) {
        static RuleAnswer of(DomainRule rule) {
            return new RuleAnswer(rule.domain(), rule.stance().word(), rule.comment(), rule.createdAt());
        }
    }

    record RuleList(List<RuleAnswer> domains) {}

    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return operators.only(
                request,
                nothing -> policy.all()
                        .map(rules ->
                                new RuleList(rules.stream().map(RuleAnswer::of).toList()))
                        .map(list -> Response.ok(list).build()));
    }

    @PUT
    @Path("/{domain}")
    public Uni<Response> put(@Context RoutingContext request, @PathParam("domain") String written, byte[] body) {
        return operators.only(
                request,
                wish -> {
                    Optional<String> domain = DomainRule.domain(written);
                    Optional<Stance> stance = wish.string("stance").flatMap(Stance::parse);
                    String comment = wish.string("comment").orElse("");
                    if (domain.isEmpty()) {
                        return Operators.answer(
                                Problem.of(400, "domain", "Not a domain", written + " is not a domain name."));
                    }
                    if (stance.isEmpty() || comment.length() > DomainRule.COMMENT_MAX) {
                        return Operators.answer(Problem.of(
                                400,
                                "rule",
                                "Not a rule",
                                "stance is allow, limit or deny, the comment at most " + DomainRule.COMMENT_MAX
                                        + " characters."));
                    }
                    var rule = new DomainRule(domain.get(), stance.get(), comment, clock.instant());
                    return policy.put(rule)
                            .replaceWith(() -> Response.ok(RuleAnswer.of(rule)).build());
                },
                body);
    }

    @DELETE
    @Path("/{domain}")
    public Uni<Response> remove(@Context RoutingContext request, @PathParam("domain") String written) {
        return operators.only(
                request,
                nothing -> policy.remove(DomainRule.domain(written).orElse(""))
                        .map(gone -> gone
                                ? Response.noContent().build()
                                : Operators.problem(Problem.of(
                                        404, "rule", "No such rule", "There is no rule for " + written + "."))));
    }
}
