package social.godwit.instance.session.web;

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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.backup.HibernateProvenBackups;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.session.SessionCookie;
import social.godwit.instance.session.SessionVerdict;
import social.godwit.instance.session.Sessions;
import social.godwit.instance.session.Somebody;
import social.godwit.instance.statement.Statements;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.SessionStore;
import social.godwit.network.staff.SessionStore.Session;
import social.godwit.network.staff.StaffStore;

/**
 * Signing in with a browser, out, and seeing where else one is signed in. {@code POST /session} is signed (RFC 9421) by the
 * account's key, or by a device's with {@code ?account=DID}; the rest goes by the cookie.
 */
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
class SessionResource {
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int SIGN_INS = 30;
    private static final int REFUSALS = 100;
    private static final int BODY_MAX = 1024;

    private final Sessions sessions;
    private final SessionStore store;
    private final StaffStore staff;
    private final HibernateProvenBackups backups;
    private final Statements statements;
    private final Instance instance;
    private final TrustedProxies proxies;
    private final Allowance signIns;
    private final Allowance refusals;

    SessionResource(
            Sessions sessions,
            SessionStore store,
            StaffStore staff,
            HibernateProvenBackups backups,
            Statements statements,
            Instance instance,
            TrustedProxies proxies,
            InstantSource clock) {
        this.sessions = sessions;
        this.store = store;
        this.staff = staff;
        this.backups = backups;
        this.statements = statements;
        this.instance = instance;
        this.proxies = proxies;
        this.signIns = new Allowance(clock, SIGN_INS, WINDOW);
        this.refusals = new Allowance(clock, REFUSALS, WINDOW);
    }

    /** Signs in: who it is, what the role allows, and the cookie. */
    @POST
    public Uni<Response> begin(@Context RoutingContext context, byte[] body) {
        byte[] bytes = body == null ? new byte[0] : body;
        if (bytes.length > BODY_MAX) {
            return answer(Problem.of(413, "Content Too Large"));
        }
        IncomingRequest request = incoming(context, bytes);
        Optional<Did> account =
                Optional.ofNullable(context.request().getParam("account")).flatMap(Did::parse);
        return sessions.signer(request, account).chain(signer -> switch (signer) {
            case Sessions.Signer.Known known -> begin(known, request);
            case Sessions.Signer.Refused(Problem problem) -> refused(context, problem);
        });
    }

    private Uni<Response> begin(Sessions.Signer.Known signer, IncomingRequest request) {
        Optional<Problem> refused = signIns.refusal(signer.who().did().toString());
        if (refused.isPresent()) {
            return answer(refused.get());
        }
        return sessions.begin(signer, request)
                .call(() -> statements.reads(signer.who(), request.headers().first("Accept-Language")))
                .chain(begun -> begun.isEmpty()
                        ? answer(Problem.of(
                                401, "signature", "Signature refused", "This request has signed in already."))
                        : who(signer.who(), begun.get().session())
                                .map(who -> Response.ok(who.toString())
                                        .header(
                                                "Set-Cookie",
                                                begun.get().cookie().setFor(Sessions.LASTING_MAX))
                                        .build()));
    }

    /** Who is signed in. */
    @GET
    public Uni<Response> show(@Context RoutingContext context) {
        return only(
                context,
                signedIn -> who(signedIn.who(), signedIn.session())
                        .map(who -> Response.ok(who.toString()).build()));
    }

    /** Signs out. Nobody who is signed out already is told anything else. */
    @DELETE
    public Uni<Response> end(@Context RoutingContext context) {
        return sessions.verify(incoming(context, new byte[0])).chain(verdict -> switch (verdict) {
            case SessionVerdict.SignedIn(Somebody who, Session session) ->
                store.end(session.did(), session.hash()).map(ended -> signedOut());
            case SessionVerdict.Refused(Problem problem) when problem.status() == 403 -> answer(problem);
            case SessionVerdict.Refused refused -> Uni.createFrom().item(signedOut());
            case SessionVerdict.NoCookie none -> Uni.createFrom().item(signedOut());
        });
    }

    private static Response signedOut() {
        return Response.noContent()
                .header("Set-Cookie", SessionCookie.taken())
                .header("Clear-Site-Data", "\"cache\"")
                .build();
    }

    /** The account's sessions, the newest first. */
    @GET
    @Path("/list")
    public Uni<Response> list(@Context RoutingContext context) {
        return only(
                context,
                signedIn -> sessions.all(signedIn.session().did())
                        .map(all -> all.stream()
                                .map(one -> session(
                                        one,
                                        one.hash().equals(signedIn.session().hash())))
                                .map(Json.class::cast)
                                .toList())
                        .map(all -> Response.ok(JsonObject.builder()
                                        .put("sessions", all)
                                        .build()
                                        .toString())
                                .build()));
    }

    /** Ends all of the account's sessions but this one. */
    @DELETE
    @Path("/list")
    public Uni<Response> endOthers(@Context RoutingContext context) {
        return only(
                context,
                signedIn -> store.endOthers(
                                signedIn.session().did(), signedIn.session().hash())
                        .map(count -> Response.ok(JsonObject.builder()
                                        .put("ended", count)
                                        .build()
                                        .toString())
                                .build()));
    }

    /** Ends one of the account's own sessions, by the {@code id} that the list shows. */
    @DELETE
    @Path("/list/{id}")
    public Uni<Response> endOne(@Context RoutingContext context, @PathParam("id") String id) {
        return only(
                context,
                signedIn -> Sha256.parseHex(id)
                        .map(hash -> store.end(signedIn.session().did(), hash))
                        .orElseGet(() -> Uni.createFrom().item(false))
                        .map(ended -> ended
                                ? Response.noContent().build()
                                : Answers.problem(
                                        Problem.of(404, "no-session", "Not Found", "You have no such session."))));
    }

    private Uni<Response> only(RoutingContext context, Function<SessionVerdict.SignedIn, Uni<Response>> work) {
        return sessions.verify(incoming(context, new byte[0])).chain(verdict -> switch (verdict) {
            case SessionVerdict.SignedIn signedIn -> work.apply(signedIn);
            case SessionVerdict.Refused(Problem problem) -> refused(context, problem);
            case SessionVerdict.NoCookie none -> answer(Problem.of(401, "session", "Not signed in", "Sign in first."));
        });
    }

    private Uni<Response> refused(RoutingContext context, Problem problem) {
        return answer(
                refusals.refusal(Exchange.network(context.request(), proxies)).orElse(problem));
    }

    private IncomingRequest incoming(RoutingContext context, byte[] body) {
        return Exchange.incoming(context.request(), instance.origin(), body);
    }

    private Uni<JsonObject> who(Somebody somebody, Session session) {
        return staff.member(somebody.did().toString())
                .chain(found -> backups.isDue(somebody.did()).map(due -> who(somebody, session, found, due)));
    }

    private static JsonObject who(Somebody somebody, Session session, Optional<Member> found, boolean backupDue) {
        Optional<Member> member = found.filter(any -> somebody.mayHaveRole());
        return JsonObject.builder()
                .put("account", shown(somebody))
                .putIfPresent("role", member.map(one -> one.role().name()))
                .put(
                        "permissions",
                        member.map(one -> Permission.words(one.permissions())).orElse(List.of()))
                .put("expires", Sessions.ends(session).toString())
                .put("backupDue", backupDue && somebody.home().isEmpty())
                .build();
    }

    static JsonObject shown(Somebody somebody) {
        return JsonObject.builder()
                .put("did", somebody.did().toString())
                .put("name", somebody.name())
                .put("handle", "@" + somebody.handle())
                .put("actor", somebody.actor())
                .putIfPresent("home", somebody.home().map(Origin::toString))
                .build();
    }

    private static JsonObject session(Session session, boolean current) {
        return JsonObject.builder()
                .put("id", session.hash().hex())
                .put("agent", session.agent())
                .put("key", session.signer())
                .put("since", session.created().toString())
                .put("used", Sessions.used(session).toString())
                .put("expires", Sessions.ends(session).toString())
                .put("current", current)
                .build();
    }

    private static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(Answers.problem(problem));
    }
}
