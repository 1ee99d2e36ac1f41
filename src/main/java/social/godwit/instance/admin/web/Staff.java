package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.session.SessionVerdict;
import social.godwit.instance.session.Sessions;
import social.godwit.instance.session.Somebody;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.SessionStore.Session;
import social.godwit.network.staff.StaffStore;

/**
 * Lets in who may do something here, by permission: whoever has a role and signs the request with a key of the account
 * ({@code ?account=DID} where a device signs) or is signed in with a browser, whoever has a token, and the operator, who may do
 * everything. Whoever is refused too often from one network has to wait.
 */
@ApplicationScoped
class Staff {
    /** What the operator's key is called where moderators are named. */
    static final String OPERATOR = "operator";

    private static final String BEARER = "Bearer ";
    private static final byte[] NO_BODY = new byte[0];

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int REFUSALS = 300;

    private final Operators operators;
    private final OwnerRequests owners;
    private final Sessions sessions;
    private final StaffStore staff;
    private final AccountStore accounts;
    private final TrustedProxies proxies;
    private final InstantSource clock;
    private final Allowance refusals;

    Staff(
            Operators operators,
            OwnerRequests owners,
            Sessions sessions,
            StaffStore staff,
            AccountStore accounts,
            TrustedProxies proxies,
            InstantSource clock) {
        this.operators = operators;
        this.owners = owners;
        this.sessions = sessions;
        this.staff = staff;
        this.accounts = accounts;
        this.proxies = proxies;
        this.clock = clock;
        this.refusals = new Allowance(clock, REFUSALS, WINDOW);
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

    /**
     * The same for what hands power on: making tokens, appointing, changing roles. A token cannot do it, so that one that was
     * stolen is at an end when it is taken back, or when its time has come.
     */
    Uni<Response> inPerson(
            Permission permission,
            RoutingContext request,
            BiFunction<Member, JsonObject, Uni<Response>> work,
            byte... body) {
        return only(
                permission,
                request,
                (member, wish) -> token(request).isPresent()
                        ? Operators.answer(
                                Problem.of(
                                        403,
                                        "in-person",
                                        "Not for programs",
                                        "A token does not make tokens, appoint people or change roles. Sign in yourself to do this."))
                        : work.apply(member, wish),
                body);
    }

    private static Optional<String> token(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader("Authorization"))
                .filter(value -> value.startsWith(BEARER))
                .map(value -> value.substring(BEARER.length()).strip());
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
            return Operators.answer(
                    Problem.of(413, "too-large", "Content Too Large", "At most " + bytesMax + " bytes are taken."));
        }
        return who(request, bytes).chain(who -> switch (who) {
            case Who.Known(Member member) when member.may(permission) -> work.apply(member);
            case Who.Known(Member member) ->
                Operators.answer(ModerationAnswers.needs(
                        permission,
                        "Your role, " + member.role().name() + ", or your token does not allow this: it needs "
                                + permission.word() + "."));
            case Who.Unknown(Problem problem) ->
                Operators.answer(refusals.refusal(Exchange.network(request.request(), proxies))
                        .orElse(problem));
        });
    }

    /**
     * Whether {@code member}, who asked for an answer that goes on, has still the role and the permissions of then, and the
     * session or the token. A signature was good for its moment, and is not asked for again.
     */
    Uni<Boolean> still(Member member, RoutingContext request) {
        if (member.who().equals(OPERATOR)) {
            return Uni.createFrom().item(true);
        }
        var headers = request.request().headers();
        boolean signed = headers.contains("Signature-Input") && !headers.contains("Authorization");
        Uni<Who> now = signed
                ? accounts.find(Did.parse(member.who()).orElseThrow())
                        .chain(account -> member(Somebody.of(account.orElseThrow())))
                : who(request, NO_BODY);
        return now.map(new Who.Known(member)::equals);
    }

    private sealed interface Who {
        record Known(Member member) implements Who {}

        record Unknown(Problem problem) implements Who {}
    }

    private Uni<Who> who(RoutingContext request, byte[] body) {
        Optional<String> token = token(request);
        if (token.isPresent()) {
            return bearer(token.get());
        }
        var incoming = operators.incoming(request, body);
        if (operators.isOperator(incoming)) {
            return Uni.createFrom().item(new Who.Known(Member.of(OPERATOR, Role.OWNER)));
        }
        return incoming.headers().has("Signature-Input") ? signer(request, incoming) : signedIn(incoming);
    }

    private Uni<Who> bearer(String token) {
        return staff.bearer(hash(token), clock.instant())
                .chain(found -> Did.parse(found.map(Member::who).orElse(""))
                        .map(accounts::find)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                        .map(account -> account.filter(Account::active).isPresent()
                                ? new Who.Known(found.orElseThrow())
                                : new Who.Unknown(Problem.of(
                                        401, "token", "Token refused", "This token is unknown, or has expired."))));
    }

    private Uni<Who> signer(RoutingContext request, IncomingRequest incoming) {
        Optional<Did> account =
                Optional.ofNullable(request.request().getParam("account")).flatMap(Did::parse);
        return owners.verify(incoming, account).chain(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner -> member(Somebody.of(owner.account()));
            case OwnerVerdict.NotOwner no -> Uni.createFrom().item(new Who.Unknown(no.problem()));
            case OwnerVerdict.Unsigned unsigned -> Uni.createFrom().item(new Who.Unknown(unsigned.problem()));
        });
    }

    private Uni<Who> signedIn(IncomingRequest incoming) {
        return sessions.verify(incoming).chain(verdict -> switch (verdict) {
            case SessionVerdict.SignedIn(Somebody who, Session session) -> member(who);
            case SessionVerdict.Refused(Problem problem) -> Uni.createFrom().item(new Who.Unknown(problem));
            case SessionVerdict.NoCookie none ->
                Uni.createFrom().item(new Who.Unknown(new OwnerVerdict.Unsigned().problem()));
        });
    }

    private Uni<Who> member(Somebody somebody) {
        return staff.member(somebody.did().toString())
                .map(found -> found.filter(any -> somebody.mayHaveRole())
                        .<Who>map(Who.Known::new)
                        .orElseGet(() -> new Who.Unknown(
                                Problem.of(403, "role", "No role", "This account has no role at this server."))));
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

    /** Runs {@code work}, unless one of the subjects belongs to somebody of equal or higher rank, such as who asks. */
    Uni<Response> unlessOutranked(Member member, List<Subject> subjects, Supplier<Uni<Response>> work) {
        return outranked(member, subjects)
                .chain(outranked -> outranked
                        ? Operators.answer(Problem.of(
                                403, "rank", "Not permitted", "Nobody acts on somebody of equal or higher rank."))
                        : work.get());
    }

    /** Whether one of the subjects belongs to somebody whom this one may not act on. */
    Uni<Boolean> outranked(Member member, List<Subject> subjects) {
        return above(member).map(above -> subjects.stream().anyMatch(subject -> isOf(subject, above)));
    }

    /** Whether a subject belongs to one of these. */
    static boolean isOf(Subject subject, Set<String> dids) {
        return Ids.did(subject.id()).map(Did::toString).filter(dids::contains).isPresent();
    }

    /** Those on whom this one may not act: everybody of equal or higher rank, also this one. */
    Uni<Set<String>> above(Member member) {
        return member.who().equals(OPERATOR)
                ? Uni.createFrom().item(Set.of())
                : staff.all()
                        .map(all -> all.stream()
                                .filter(other ->
                                        other.role().rank() >= member.role().rank())
                                .map(Member::who)
                                .collect(Collectors.toUnmodifiableSet()));
    }
}
