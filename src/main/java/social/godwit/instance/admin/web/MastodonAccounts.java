package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Multi;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/**
 * Accounts in the shapes of Mastodon's admin API, for tools that know those. Listed are the accounts here, or, of those elsewhere
 * ({@code origin=remote}, {@code by_domain}), the ones that have a case. What a tool does becomes a decision by the rule
 * {@code operator} of the house, with a case, a statement of reasons and a place in the log. What belongs to owners here stays
 * theirs: nobody waits for approval, is kept from signing in, or is deleted; that is 422.
 */
@Path("/api/v1/admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
class MastodonAccounts {
    private static final int PAGE = 40;
    private static final int PAGE_MAX = 80;
    /** How many accounts one request looks at to find those it asks for. */
    private static final int LOOKED_AT_MAX = 1_000;

    private static final int ID_BYTES = 16;

    private final Staff staff;
    private final AccountStore accounts;
    private final CaseStore cases;
    private final Desk desk;
    private final MastodonPeople people;
    private final FederationPolicy policy;
    private final Transactions transactions;
    private final Instance instance;
    private final Randomness randomness;
    private final InstantSource clock;

    MastodonAccounts(
            Staff staff,
            AccountStore accounts,
            CaseStore cases,
            Desk desk,
            MastodonPeople people,
            FederationPolicy policy,
            Transactions transactions,
            Instance instance,
            Randomness randomness,
            InstantSource clock) {
        this.staff = staff;
        this.accounts = accounts;
        this.cases = cases;
        this.desk = desk;
        this.people = people;
        this.policy = policy;
        this.transactions = transactions;
        this.instance = instance;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * What a list is asked for; an empty condition holds for everybody.
     *
     * @param status active, silenced or suspended; nobody is anything else
     */
    record Asked(boolean elsewhere, String domain, String name, String status, MastodonSlice slice) {
        static Asked of(
                boolean remote,
                @Nullable String domain,
                @Nullable String username,
                @Nullable String status,
                MastodonSlice slice) {
            return new Asked(
                    remote || domain != null,
                    domain == null ? "" : domain.toLowerCase(Locale.ROOT),
                    username == null ? "" : username.toLowerCase(Locale.ROOT),
                    status == null ? "" : status,
                    slice);
        }

        private int size() {
            return slice.size(PAGE, PAGE_MAX);
        }

        private boolean names(String username) {
            return username.toLowerCase(Locale.ROOT).startsWith(name);
        }

        private boolean means(Stance stance) {
            return switch (status) {
                case "" -> true;
                case "active" -> stance == Stance.ALLOW;
                case "silenced" -> stance == Stance.LIMIT;
                case "suspended" -> stance == Stance.DENY;
                default -> false;
            };
        }

        /** The same again as a question to {@code path}, but for the part of the list. */
        private String address(String path) {
            String states = status.isEmpty()
                    ? ""
                    : "&status=" + MastodonPeople.encoded(status) + "&" + MastodonPeople.encoded(status) + "=true";
            return path + "?limit=" + size()
                    + (elsewhere ? "&origin=remote&remote=true" : "")
                    + (domain.isEmpty() ? "" : "&by_domain=" + MastodonPeople.encoded(domain))
                    + (name.isEmpty() ? "" : "&username=" + MastodonPeople.encoded(name))
                    + states;
        }
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
            @QueryParam("username") @Nullable String username,
            @QueryParam("by_domain") @Nullable String domain,
            @BeanParam MastodonSlice slice) {
        String status = pending
                ? "pending"
                : disabled ? "disabled" : silenced ? "silenced" : suspended ? "suspended" : active ? "active" : "";
        return list(request, "/api/v1/admin/accounts", Asked.of(remote, domain, username, status, slice));
    }

    /** What a list shows, and the account below which it goes on; empty at the end of the list. */
    private record Page(List<Subject> shown, Optional<String> last) {}

    Uni<Response> list(RoutingContext request, String path, Asked asked) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) ->
                        transactions.inTransaction(() -> (asked.elsewhere() ? elsewhere(asked) : here(asked))
                                .chain(page -> InTurn.map(page.shown(), subject -> people.show(subject.id()))
                                        .map(items -> MastodonSlice.page(
                                                items.stream()
                                                        .filter(item -> asked.names(item.string("username")
                                                                .orElse("")))
                                                        .toList(),
                                                instance.origin() + asked.address(path),
                                                page.last().map(MastodonPeople::id))))));
    }

    /** The accounts here, the newest first. */
    private Uni<Page> here(Asked asked) {
        MastodonSlice slice = asked.slice();
        return cursor(slice.max())
                .chain(below -> cursor(slice.min())
                        .chain(above -> cursor(slice.since())
                                .chain(end -> accounts.newest(new Window(below, above, LOOKED_AT_MAX))
                                        .map(looked -> {
                                            List<Account> fit = looked.items().stream()
                                                    .filter(account -> account.status() != Account.Status.DELETED)
                                                    .filter(account -> asked.names(account.username())
                                                            && asked.means(stance(account)))
                                                    .filter(account -> end.filter(one -> cursor(account)
                                                                            .compareTo(one)
                                                                    <= 0)
                                                            .isEmpty())
                                                    .toList();
                                            int more = Math.max(0, fit.size() - asked.size());
                                            List<Subject> shown = (above.isPresent()
                                                            ? fit.subList(more, fit.size())
                                                            : fit.subList(0, fit.size() - more))
                                                    .stream()
                                                            .map(MastodonAccounts::subject)
                                                            .toList();
                                            return new Page(
                                                    shown,
                                                    shown.size() == asked.size()
                                                            ? Optional.of(shown.getLast()
                                                                    .id())
                                                            : end.isPresent()
                                                                            || above.isPresent()
                                                                            || looked.next()
                                                                                    .isEmpty()
                                                                    ? Optional.empty()
                                                                    : Optional.of(subject(looked.items()
                                                                                    .getLast())
                                                                            .id()));
                                        }))));
    }

    private Uni<Optional<Cursor>> cursor(Optional<String> id) {
        return id.flatMap(MastodonPeople::subject)
                .flatMap(subject -> Ids.did(subject.id()))
                .map(did -> accounts.find(did).map(found -> found.map(MastodonAccounts::cursor)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static Cursor cursor(Account account) {
        return new Cursor(account.registeredAt(), account.did().toString());
    }

    private Stance stance(Account account) {
        return account.status() == Account.Status.SUSPENDED
                ? Stance.DENY
                : policy.standing(subject(account).id()).stance();
    }

    private static Subject subject(Account account) {
        return Subject.account(account.actor().canonical());
    }

    /** The accounts elsewhere that have a case, those that wait shortest first. */
    private Uni<Page> elsewhere(Asked asked) {
        Queue queue = new Queue(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.ACCOUNT),
                Optional.of(asked.domain()).filter(one -> !one.isEmpty()),
                Optional.empty());
        return asked.slice()
                .cases(cases, queue, asked.size())
                .chain(files -> Multi.createFrom()
                        .iterable(files)
                        .onItem()
                        .transformToUniAndConcatenate(file -> Ids.did(
                                        file.subject().id())
                                .map(accounts::find)
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                                .map(account -> account.isPresent()
                                                || !asked.means(policy.standing(
                                                                file.subject().id())
                                                        .stance())
                                        ? List.<Subject>of()
                                        : List.of(file.subject())))
                        .collect()
                        .in(ArrayList<Subject>::new, List::addAll)
                        .map(shown -> new Page(
                                List.copyOf(shown),
                                files.size() < asked.size()
                                        ? Optional.empty()
                                        : Optional.of(files.getLast().subject().id()))));
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
        MastodonWish wish = MastodonWish.read(body);
        Optional<Measure> measure = wish.text("type").flatMap(MastodonAccounts::measure);
        String text = wish.text("text").orElse("");
        return on(
                Permission.SEE_ACCOUNTS,
                request,
                id,
                (member, subject) -> {
                    if (measure.isEmpty() || (measure.get() == Measure.WARN && text.isBlank())) {
                        return invalid("type is none with a text, sensitive, silence or suspend: who may sign in is"
                                + " the account's own affair");
                    }
                    if (!member.may(DecisionWish.permission(measure.get()))) {
                        return Operators.answer(Problem.of(
                                403,
                                "permission",
                                "Not permitted",
                                "This needs "
                                        + DecisionWish.permission(measure.get()).word() + "."));
                    }
                    return decide(member, subject, measure.get(), text)
                            .chain(turn -> turn instanceof Turn.Refused
                                    ? Uni.createFrom().item(ModerationAnswers.turn(turn))
                                    : wish.text("report_id").isEmpty()
                                            ? done()
                                            : desk.turn(
                                                            subject,
                                                            Optional.empty(),
                                                            member.who(),
                                                            now -> CaseRules.resolve(
                                                                    now, member.who(), clock.instant()))
                                                    .chain(resolved -> done()));
                },
                body);
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
                (member, subject) -> Ids.did(subject.id())
                        .map(accounts::find)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
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
                member -> {
                    Optional<Subject> subject = MastodonPeople.subject(id);
                    return subject.map(people::known)
                            .orElseGet(() -> Uni.createFrom().item(false))
                            .chain(known -> !known
                                    ? Operators.answer(Problem.of(
                                            404, "record", "Record not found", "No such account is known here."))
                                    : reads
                                            ? work.apply(member, subject.orElseThrow())
                                            : staff.unlessOutranked(
                                                    member,
                                                    List.of(subject.orElseThrow()),
                                                    () -> work.apply(member, subject.orElseThrow())));
                },
                Operators.BODY_MAX,
                body);
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
