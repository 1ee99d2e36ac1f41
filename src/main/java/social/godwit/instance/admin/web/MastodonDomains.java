package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.NetworkFederationPolicy;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;
import social.godwit.network.staff.Permission;

/**
 * Rules about domains in the shapes of Mastodon's {@code /api/v1/admin}, for tools that know those: {@code domain_blocks} and
 * {@code domain_allows}, by a token. The id of a rule is its domain. Lists of addresses and e-mail are empty, as nobody is asked
 * for either; writing them is 422.
 */
@Path("/api/v1/admin")
@Produces(MediaType.APPLICATION_JSON)
class MastodonDomains {
    private static final int PAGE = 100;
    private static final int PAGE_MAX = 200;

    private final Staff staff;
    private final NetworkFederationPolicy policy;
    private final Instance instance;
    private final InstantSource clock;

    MastodonDomains(Staff staff, NetworkFederationPolicy policy, Instance instance, InstantSource clock) {
        this.staff = staff;
        this.policy = policy;
        this.instance = instance;
        this.clock = clock;
    }

    /** Everything that holds something back: a rule that allows and restricts nothing is an allow. */
    private static boolean blocks(DomainRule rule) {
        return rule.stance() != Stance.ALLOW || !rule.restrictions().isEmpty();
    }

    @GET
    @Path("/domain_blocks")
    public Uni<Response> blocks(@Context RoutingContext request, @BeanParam MastodonSlice slice) {
        return list(request, "domain_blocks", true, slice, MastodonDomains::block);
    }

    @GET
    @Path("/domain_allows")
    public Uni<Response> allows(@Context RoutingContext request, @BeanParam MastodonSlice slice) {
        return list(request, "domain_allows", false, slice, MastodonDomains::allow);
    }

    private Uni<Response> list(
            RoutingContext request,
            String name,
            boolean blocking,
            MastodonSlice slice,
            Function<DomainRule, JsonObject> form) {
        int size = slice.size(PAGE, PAGE_MAX);
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> policy.all().map(rules -> {
                    List<DomainRule> page = slice.of(
                            rules.stream()
                                    .filter(rule -> blocks(rule) == blocking)
                                    .toList(),
                            DomainRule::domain,
                            size);
                    return MastodonSlice.page(
                            page.stream().map(form).toList(),
                            instance.origin() + "/api/v1/admin/" + name + "?limit=" + size,
                            page.size() < size
                                    ? Optional.empty()
                                    : Optional.of(page.getLast().domain()));
                }));
    }

    @GET
    @Path("/domain_blocks/{id}")
    public Uni<Response> block(@Context RoutingContext request, @PathParam("id") String id) {
        return one(request, id, true, rule -> Uni.createFrom().item(ModerationAnswers.ok(block(rule))));
    }

    @GET
    @Path("/domain_allows/{id}")
    public Uni<Response> allow(@Context RoutingContext request, @PathParam("id") String id) {
        return one(request, id, false, rule -> Uni.createFrom().item(ModerationAnswers.ok(allow(rule))));
    }

    @POST
    @Path("/domain_blocks")
    public Uni<Response> addBlock(@Context RoutingContext request, byte[] body) {
        return add(request, true, body);
    }

    @POST
    @Path("/domain_allows")
    public Uni<Response> addAllow(@Context RoutingContext request, byte[] body) {
        return add(request, false, body);
    }

    private Uni<Response> add(RoutingContext request, boolean blocking, byte[] body) {
        return staff.raw(
                Permission.DOMAINS,
                request,
                member -> {
                    MastodonWish wish = MastodonWish.read(body);
                    Optional<String> domain = wish.text("domain").flatMap(DomainRule::domain);
                    if (domain.isEmpty()) {
                        return invalid("Validation failed: Domain is not a valid domain name");
                    }
                    return find(domain.get()).chain(known -> {
                        if (known.filter(rule -> blocks(rule) == blocking).isPresent()) {
                            JsonObject there = blocking ? block(known.get()) : allow(known.get());
                            return blocking
                                    ? Uni.createFrom().item(existing(there))
                                    : Uni.createFrom().item(ModerationAnswers.ok(there));
                        }
                        return blocking
                                ? write(domain.get(), wish, Optional.empty())
                                : put(new DomainRule(domain.get(), Stance.ALLOW, "", clock.instant()), false);
                    });
                },
                Operators.BODY_MAX,
                body);
    }

    @PUT
    @Path("/domain_blocks/{id}")
    public Uni<Response> change(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.raw(
                Permission.DOMAINS,
                request,
                member -> find(id).chain(known -> known.filter(MastodonDomains::blocks)
                        .map(rule -> write(rule.domain(), MastodonWish.read(body), known))
                        .orElseGet(MastodonDomains::unknown)),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Response> write(String domain, MastodonWish wish, Optional<DomainRule> before) {
        Optional<Stance> stance = wish.text("severity")
                .map(word -> switch (word.toLowerCase(Locale.ROOT)) {
                    case "noop" -> Optional.of(Stance.ALLOW);
                    case "silence" -> Optional.of(Stance.LIMIT);
                    case "suspend" -> Optional.of(Stance.DENY);
                    default -> Optional.<Stance>empty();
                })
                .orElse(Optional.of(before.map(DomainRule::stance).orElse(Stance.LIMIT)));
        String comment = wish.text("private_comment")
                .or(() -> before.map(DomainRule::comment))
                .orElse("");
        String publicComment = wish.text("public_comment")
                .or(() -> before.map(DomainRule::publicComment))
                .orElse("");
        if (stance.isEmpty()
                || comment.length() > DomainRule.COMMENT_MAX
                || publicComment.length() > DomainRule.COMMENT_MAX) {
            return invalid("Validation failed: severity is noop, silence or suspend, a comment at most "
                    + DomainRule.COMMENT_MAX + " characters");
        }
        Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
        Set<Restriction> old = before.map(DomainRule::restrictions).orElse(Set.of());
        if (wish.flag("reject_media", old.contains(Restriction.REJECT_MEDIA))) {
            restrictions.add(Restriction.REJECT_MEDIA);
        }
        if (wish.flag("reject_reports", old.contains(Restriction.REJECT_REPORTS))) {
            restrictions.add(Restriction.REJECT_REPORTS);
        }
        if (old.contains(Restriction.APPROVE_FOLLOWS)) {
            restrictions.add(Restriction.APPROVE_FOLLOWS);
        }
        return put(
                new DomainRule(
                        domain,
                        stance.get(),
                        restrictions,
                        comment,
                        publicComment,
                        before.map(DomainRule::createdAt).orElseGet(clock::instant),
                        before.flatMap(DomainRule::until)),
                true);
    }

    private Uni<Response> put(DomainRule rule, boolean blocking) {
        return policy.isOurs(rule.domain())
                ? Uni.createFrom().item(MastodonWish.invalid(DomainsResource.OURS.detail()))
                : policy.put(rule).replaceWith(() -> ModerationAnswers.ok(blocking ? block(rule) : allow(rule)));
    }

    @DELETE
    @Path("/domain_blocks/{id}")
    public Uni<Response> removeBlock(@Context RoutingContext request, @PathParam("id") String id) {
        return one(request, id, true, this::remove);
    }

    @DELETE
    @Path("/domain_allows/{id}")
    public Uni<Response> removeAllow(@Context RoutingContext request, @PathParam("id") String id) {
        return one(request, id, false, this::remove);
    }

    private Uni<Response> remove(DomainRule rule) {
        return policy.remove(rule.domain()).replaceWith(() -> ModerationAnswers.ok(JsonObject.empty()));
    }

    /** Nobody is asked for an e-mail address, and none is kept. */
    @GET
    @Path("/{list: email_domain_blocks|ip_blocks|canonical_email_blocks}")
    public Uni<Response> nothing(@Context RoutingContext request) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, wish) -> Uni.createFrom().item(Response.ok("[]").build()));
    }

    @POST
    @Path("/{list: email_domain_blocks|ip_blocks|canonical_email_blocks}")
    public Uni<Response> nothingToAdd(@Context RoutingContext request, byte[] body) {
        return staff.raw(
                Permission.DOMAINS,
                request,
                member -> invalid("This server knows neither addresses nor e-mail of its accounts"),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Response> one(
            RoutingContext request, String id, boolean blocking, Function<DomainRule, Uni<Response>> work) {
        return staff.only(
                Permission.DOMAINS,
                request,
                (member, nothing) -> find(id).chain(known ->
                        known.filter(rule -> blocks(rule) == blocking).map(work).orElseGet(MastodonDomains::unknown)));
    }

    private Uni<Optional<DomainRule>> find(String domain) {
        return policy.all()
                .map(rules -> rules.stream()
                        .filter(rule -> rule.domain().equals(domain))
                        .findFirst());
    }

    private static JsonObject block(DomainRule rule) {
        return JsonObject.builder()
                .put("id", rule.domain())
                .put("domain", rule.domain())
                .put(
                        "digest",
                        Sha256.of(rule.domain().getBytes(StandardCharsets.UTF_8))
                                .hex())
                .put("created_at", MastodonPeople.time(rule.createdAt()))
                .put(
                        "severity",
                        switch (rule.stance()) {
                            case ALLOW -> "noop";
                            case LIMIT -> "silence";
                            case DENY -> "suspend";
                        })
                .put("reject_media", rule.restrictions().contains(Restriction.REJECT_MEDIA))
                .put("reject_reports", rule.restrictions().contains(Restriction.REJECT_REPORTS))
                .put("private_comment", rule.comment())
                .put("public_comment", rule.publicComment())
                .put("obfuscate", false)
                .build();
    }

    private static JsonObject allow(DomainRule rule) {
        return JsonObject.builder()
                .put("id", rule.domain())
                .put("domain", rule.domain())
                .put("created_at", MastodonPeople.time(rule.createdAt()))
                .build();
    }

    private static Response existing(JsonObject block) {
        return Response.status(422)
                .entity(JsonObject.builder()
                        .put("error", "A domain block already exists for this domain")
                        .put("existing_domain_block", block)
                        .build()
                        .toString())
                .build();
    }

    private static Uni<Response> invalid(String error) {
        return Uni.createFrom().item(MastodonWish.invalid(error));
    }

    private static Uni<Response> unknown() {
        return Operators.answer(Problem.of(404, "record", "Record not found", "There is no such rule."));
    }
}
