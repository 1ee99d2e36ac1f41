package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.StaffStore;

/**
 * Lets in who may do something here, by permission: whoever has a role and signs the request with a key of the account
 * ({@code ?account=DID} where a device signs), whoever has a token, and the operator, who may do everything.
 */
@ApplicationScoped
class Staff {
    /** What the operator's key is called where moderators are named. */
    static final String OPERATOR = "operator";

    private static final String BEARER = "Bearer ";
    private static final byte[] NO_BODY = new byte[0];

    private final Operators operators;
    private final OwnerRequests owners;
    private final StaffStore staff;
    private final InstantSource clock;

    Staff(Operators operators, OwnerRequests owners, StaffStore staff, InstantSource clock) {
        this.operators = operators;
        this.owners = owners;
        this.staff = staff;
        this.clock = clock;
    }

    /** Runs {@code work} for somebody with this permission, with the JSON of the body; otherwise the answer is 401 or 403. */
    Uni<Response> only(
            Permission permission,
            RoutingContext request,
            BiFunction<Member, JsonObject, Uni<Response>> work,
            byte... body) {
        return raw(
                permission,
                request,
                member -> Operators.read(body == null ? NO_BODY : body)
                        .map(wish -> work.apply(member, wish))
                        .orElseGet(() -> Operators.answer(
                                Problem.of(400, "json", "Not a JSON object", "The body should be one."))),
                Operators.BODY_MAX,
                body);
    }

    /** The same with a body of at most {@code bytesMax} that {@code work} reads itself. */
    Uni<Response> raw(
            Permission permission,
            RoutingContext request,
            Function<Member, Uni<Response>> work,
            int bytesMax,
            byte... body) {
        byte[] bytes = body == null ? NO_BODY : body;
        if (bytes.length > bytesMax) {
            return Operators.answer(Problem.of(413, "Content Too Large"));
        }
        return who(request, bytes).chain(who -> switch (who) {
            case Who.Known(Member member) when member.may(permission) -> work.apply(member);
            case Who.Known(Member member) ->
                Operators.answer(Problem.of(
                        403,
                        "permission",
                        "Not permitted",
                        "Your role, " + member.role().name() + ", or your token does not allow this: it needs "
                                + permission.word() + "."));
            case Who.Unknown(Problem problem) -> Operators.answer(problem);
        });
    }

    private sealed interface Who {
        record Known(Member member) implements Who {}

        record Unknown(Problem problem) implements Who {}
    }

    private Uni<Who> who(RoutingContext request, byte[] body) {
        String authorization = request.request().getHeader("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            return staff.bearer(hash(authorization.substring(BEARER.length()).strip()), clock.instant())
                    .map(found -> found.map(Staff::known)
                            .orElseGet(() -> new Who.Unknown(Problem.of(
                                    401, "token", "Token refused", "This token is unknown, or has expired."))));
        }
        var incoming = operators.incoming(request, body);
        if (operators.isOperator(incoming)) {
            return Uni.createFrom().item(known(Member.of(OPERATOR, Role.OWNER)));
        }
        Optional<Did> account =
                Optional.ofNullable(request.request().getParam("account")).flatMap(Did::parse);
        return owners.verify(incoming, account).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner ->
                staff.member(owner.account().did().toString())
                        .map(found -> found.map(Staff::known)
                                .orElseGet(() -> new Who.Unknown(Problem.of(
                                        403, "role", "No role", "This account has no role at this server."))));
            case OwnerVerdict.NotOwner no -> Uni.createFrom().item(new Who.Unknown(no.problem()));
            case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(new Who.Unknown(unsigned.problem()));
        });
    }

    private static Who known(Member member) {
        return new Who.Known(member);
    }

    /** By what a token is kept. */
    static Sha256 hash(String token) {
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether somebody outranks whoever has this DID; the operator outranks everybody. */
    Uni<Boolean> outranks(Member member, String did) {
        return member.who().equals(OPERATOR)
                ? Uni.createFrom().item(true)
                : staff.member(did)
                        .map(other -> other.filter(one ->
                                        one.role().rank() >= member.role().rank())
                                .isEmpty());
    }

    /** Whether one of the subjects belongs to somebody whom this one may not act on. */
    Uni<Boolean> outranked(Member member, List<Subject> subjects) {
        Uni<Boolean> any = Uni.createFrom().item(false);
        for (Subject subject : subjects) {
            Optional<String> did = Ids.did(subject.id()).map(Did::toString);
            if (did.isPresent()) {
                any = any.chain(found -> found
                        ? Uni.createFrom().item(true)
                        : outranks(member, did.get()).map(outranks -> !outranks));
            }
        }
        return any;
    }
}
