package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.policy.ReaderLabels;
import social.godwit.instance.session.SessionVerdict;
import social.godwit.instance.session.Sessions;
import social.godwit.instance.session.Somebody;
import social.godwit.instance.statement.Statements;
import social.godwit.network.desk.Desk;
import social.godwit.network.form.Texts;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Reasons;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.SessionStore.Session;

/**
 * What moderation is for an account's owner: decisions about the account and how to appeal, and labels that others carry. By
 * signature, or signed in.
 */
@Path("/moderation/v1/accounts/{account}")
@Produces(MediaType.APPLICATION_JSON)
class AffectedResource {
    private static final int LANGUAGES_MAX = 8;

    private final Operators operators;
    private final OwnerRequests owners;
    private final Sessions sessions;
    private final CaseStore cases;
    private final Desk desk;
    private final Statements statements;
    private final ReaderLabels labels;
    private final InstantSource clock;

    AffectedResource(
            Operators operators,
            OwnerRequests owners,
            Sessions sessions,
            CaseStore cases,
            Desk desk,
            Statements statements,
            ReaderLabels labels,
            InstantSource clock) {
        this.operators = operators;
        this.owners = owners;
        this.sessions = sessions;
        this.cases = cases;
        this.desk = desk;
        this.statements = statements;
        this.labels = labels;
        this.clock = clock;
    }

    /**
     * Every decision about the account, with its statement of reasons; the newest first, at most 100. {@code Accept-Language} says in
     * which language its owner reads statements from now on.
     */
    @GET
    @Path("/decisions")
    public Uni<Response> decisions(@Context RoutingContext request, @PathParam("account") String did) {
        return only(
                request,
                did,
                (account, nothing) -> statements
                        .reads(account, Optional.ofNullable(request.request().getHeader("Accept-Language")))
                        .chain(() -> statements.wordsFor(subject(account)))
                        .chain(words -> cases.about(subject(account))
                                .chain(all -> cases.appealed(subject(account))
                                        .map(said -> ModerationAnswers.list(
                                                "decisions", all, decision -> told(decision, words, said))))));
    }

    /** The labels that the account meets here, what each does, and what the account chose, in the reader's languages. */
    @GET
    @Path("/labels")
    public Uni<Response> labels(
            @Context RoutingContext request, @Context HttpHeaders headers, @PathParam("account") String did) {
        List<String> languages = headers.getAcceptableLanguages().stream()
                .limit(LANGUAGES_MAX)
                .map(Locale::toLanguageTag)
                .filter(Texts::isLanguage)
                .toList();
        return only(
                request,
                did,
                (account, nothing) -> labels.of(account, languages).map(ModerationAnswers::ok));
    }

    private JsonObject told(Decision decision, Reasons words, List<CaseStore.Entry> said) {
        Optional<JsonObject> appeal = said.stream()
                .filter(entry -> entry.details().string("decision").equals(Optional.of(decision.id())))
                .map(AffectedResource::appeal)
                .reduce((asked, answered) -> asked.with("answered", answered));
        Instant now = clock.instant();
        Instant end = decision.at().plus(CaseRules.APPEAL_WINDOW);
        JsonObject.Builder form = JsonObject.builder()
                .put("decision", decision.id())
                .put("at", decision.at().toString())
                .put("measure", decision.measure().word())
                .put("target", decision.target().id())
                .put("stands", decision.holds(now))
                .put("appealable", decision.reversed().isEmpty() && appeal.isEmpty() && !now.isAfter(end))
                .put("statement", statements.of(decision, words))
                .put("language", words.language())
                .putIfPresent("takenBack", decision.reversed().map(Decision.Reversal::reason));
        appeal.ifPresent(one -> form.put("appeal", one));
        return form.build();
    }

    /** What was said in an appeal or in its answer, and when; who answered is not told. */
    private static JsonObject appeal(CaseStore.Entry entry) {
        JsonObject form = JsonObject.builder()
                .put("at", entry.at().toString())
                .put("text", entry.details().string("text").orElse(""))
                .build();
        return entry.details().get("granted") instanceof JsonBoolean granted ? form.with("granted", granted) : form;
    }

    /** Appeals against {@code decision}, with a {@code text}. */
    @POST
    @Path("/appeals")
    public Uni<Response> appeal(@Context RoutingContext request, @PathParam("account") String did, byte[] body) {
        return only(
                request,
                did,
                (account, wish) -> {
                    Optional<String> text = wish.string("text")
                            .filter(words -> !words.isBlank() && words.length() <= CaseRules.TEXT_MAX);
                    if (text.isEmpty()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "appeal-form",
                                        CaseRules.TEXT_MAX,
                                        "Say why, in at most " + CaseRules.TEXT_MAX + " characters."));
                    }
                    Instant now = clock.instant();
                    String by = account.did().toString();
                    return desk.turn(
                                    subject(account),
                                    Optional.of(wish.string("decision").orElse("")),
                                    by,
                                    situation ->
                                            CaseRules.appeal(situation, text.get(), by, now, CaseRules.APPEAL_WINDOW))
                            .map(turn -> turn instanceof Turn.Done
                                    ? ModerationAnswers.ok(JsonObject.builder()
                                            .put(
                                                    "appealed",
                                                    wish.string("decision").orElse(""))
                                            .build())
                                    : ModerationAnswers.turn(turn));
                },
                body);
    }

    private static Subject subject(Somebody owner) {
        return Subject.account(owner.subject());
    }

    private Uni<Response> only(
            RoutingContext request, String did, BiFunction<Somebody, JsonObject, Uni<Response>> work, byte... body) {
        byte[] bytes = body == null ? new byte[0] : body;
        Optional<Did> account = Did.parse(did);
        Optional<JsonObject> wish = Operators.read(bytes);
        if (account.isEmpty() || wish.isEmpty()) {
            return Operators.answer(Problem.notFound());
        }
        IncomingRequest incoming = operators.incoming(request, bytes);
        return incoming.headers().has("Signature-Input")
                ? owners.verify(incoming, account).chain(verdict -> switch (verdict) {
                    case OwnerVerdict.Owner owner -> work.apply(Somebody.of(owner.account()), wish.get());
                    case OwnerVerdict.NotOwner no -> Operators.answer(no.problem());
                    case OwnerVerdict.Unsigned unsigned -> Operators.answer(unsigned.problem());
                })
                : sessions.verify(incoming).chain(verdict -> switch (verdict) {
                    case SessionVerdict.SignedIn(Somebody own, Session session)
                    when own.did().equals(account.get()) -> work.apply(own, wish.get());
                    case SessionVerdict.SignedIn other -> Operators.answer(Problem.notFound());
                    case SessionVerdict.Refused(Problem problem) -> Operators.answer(problem);
                    case SessionVerdict.NoCookie none -> Operators.answer(new OwnerVerdict.Unsigned().problem());
                });
    }
}
