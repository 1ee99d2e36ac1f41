package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.CaseStore.Queue.Reporter;
import social.godwit.network.moderation.Report.Category;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/**
 * Cases about accounts in the shape of Mastodon's {@code Admin::Report}: one a case, with what its first report says and the posts
 * of all, as they were when they were reported. Those that wait shortest come first, as tools know it.
 */
@Path("/api/v1/admin/reports")
@Produces(MediaType.APPLICATION_JSON)
class MastodonReports {
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 40;
    /** The longest id of a rule, in characters. */
    private static final int RULE_MAX = 64;

    private final Staff staff;
    private final CaseStore cases;
    private final MastodonCases forms;
    private final MastodonRules rules;
    private final Desk desk;
    private final Transactions transactions;
    private final Instance instance;
    private final InstantSource clock;

    MastodonReports(
            Staff staff,
            CaseStore cases,
            MastodonCases forms,
            MastodonRules rules,
            Desk desk,
            Transactions transactions,
            Instance instance,
            InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.forms = forms;
        this.rules = rules;
        this.desk = desk;
        this.transactions = transactions;
        this.instance = instance;
        this.clock = clock;
    }

    /**
     * Reports, open ones unless {@code resolved}; with {@code target_account_id} the one about that account, with {@code account_id}
     * those in which that account said something.
     */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("resolved") boolean resolved,
            @QueryParam("target_account_id") @Nullable String target,
            @QueryParam("account_id") @Nullable String reporter,
            @BeanParam MastodonSlice slice) {
        int size = slice.size(PAGE, PAGE_MAX);
        CaseFile.Status status = resolved ? CaseFile.Status.RESOLVED : CaseFile.Status.OPEN;
        Queue queue = new Queue(
                Optional.of(status),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.ACCOUNT),
                Optional.ofNullable(target).flatMap(MastodonPeople::subject).map(Subject::id),
                Optional.empty(),
                Optional.ofNullable(reporter).flatMap(MastodonPeople::subject).map(MastodonReports::reporter));
        String address = instance.origin() + "/api/v1/admin/reports?limit=" + size
                + (resolved ? "&resolved=true" : "")
                + (target == null ? "" : "&target_account_id=" + MastodonPeople.encoded(target))
                + (reporter == null ? "" : "&account_id=" + MastodonPeople.encoded(reporter));
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> transactions.inTransaction(() -> known(target) && known(reporter)
                        ? slice.cases(cases, queue, size)
                                .chain(files -> InTurn.map(
                                                files.stream()
                                                        .filter(file -> target == null
                                                                || file.subject()
                                                                        .equals(MastodonPeople.subject(target)
                                                                                .orElseThrow()))
                                                        .toList(),
                                                file -> forms.show(file, member))
                                        .map(page -> MastodonSlice.page(
                                                page,
                                                address,
                                                files.size() < size
                                                        ? Optional.empty()
                                                        : Optional.of(MastodonPeople.id(files.getLast()
                                                                .subject()
                                                                .id())))))
                        : Uni.createFrom().item(MastodonSlice.page(List.of(), address, Optional.empty()))));
    }

    /** Whether nothing was asked for, or what may be somebody's id. */
    private static boolean known(@Nullable String id) {
        return id == null || MastodonPeople.subject(id).isPresent();
    }

    /** A reporter stands in the report by the id as it was written then, which of accounts here is the portable one. */
    private static Reporter reporter(Subject account) {
        return new Reporter(account.id(), Ids.origin(account.id()));
    }

    private Uni<Optional<CaseFile>> file(String id) {
        return MastodonPeople.subject(id)
                .map(cases::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** One report. */
    @GET
    @Path("/{id}")
    public Uni<Response> show(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> MastodonPeople.subject(id)
                        .map(subject -> shown(subject, member))
                        .orElseGet(MastodonReports::unknown));
    }

    private Uni<Response> shown(Subject subject, Member member) {
        return cases.find(subject)
                .chain(found -> found.map(file -> forms.show(file, member).map(ModerationAnswers::ok))
                        .orElseGet(MastodonReports::unknown));
    }

    /**
     * Says what it is about: {@code category}, and {@code rule_ids} where that is violation. What its sender wrote stays as it is;
     * the case moves to that queue.
     */
    @PUT
    @Path("/{id}")
    public Uni<Response> change(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        MastodonWish wish = MastodonWish.read(body);
        return staff.raw(
                Permission.WORK_ON_CASES,
                request,
                member -> file(id).chain(found -> found.isEmpty()
                        ? unknown()
                        : forms.gist(found.get()).chain(said -> sort(found.get(), said, wish, member))),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Response> sort(CaseFile file, MastodonCases.Gist said, MastodonWish wish, Member member) {
        Optional<Category> category =
                wish.has("category") ? wish.text("category").flatMap(Category::parse) : Category.parse(said.category());
        if (category.isEmpty()) {
            return Uni.createFrom()
                    .item(MastodonWish.invalid("Validation failed: Category is not included in the list"));
        }
        boolean broken = category.get() == Category.VIOLATION;
        List<String> ids = wish.list("rule_ids").stream().distinct().toList();
        if (ids.size() > CaseRules.RULES_MAX
                || ids.stream().anyMatch(one -> one.isBlank() || one.length() > RULE_MAX)
                || (!broken && !ids.isEmpty())) {
            return Uni.createFrom()
                    .item(MastodonWish.invalid(
                            "Validation failed: Rules are named where the category is violation, at most "
                                    + CaseRules.RULES_MAX));
        }
        List<RuleReference> rules =
                wish.has("rule_ids") ? ids.stream().map(this.rules::named).toList() : broken ? said.rules() : List.of();
        return category.get().word().equals(said.category()) && rules.equals(said.rules())
                ? shown(file.subject(), member)
                : desk.turn(
                                file.subject(),
                                Optional.empty(),
                                member.who(),
                                now -> CaseRules.sort(now, category.get(), rules, member.who(), clock.instant()))
                        .chain(turn -> turn instanceof Turn.Refused
                                ? Uni.createFrom().item(ModerationAnswers.turn(turn))
                                : shown(file.subject(), member));
    }

    /** Works on it: {@code assign_to_self}, {@code unassign}, {@code resolve}, {@code reopen}. */
    @POST
    @Path("/{id}/{action: assign_to_self|unassign|resolve|reopen}")
    public Uni<Response> work(
            @Context RoutingContext request,
            @PathParam("id") String id,
            @PathParam("action") String action,
            byte[] body) {
        return staff.raw(
                Permission.WORK_ON_CASES,
                request,
                member -> file(id).chain(found -> found.isEmpty()
                        ? unknown()
                        : turn(found.get(), action, member)
                                // What is as it should be already is as it should be.
                                .chain(turn -> turn instanceof Turn.Refused refused
                                                && refused.reason() != Turn.Reason.DONE_ALREADY
                                        ? Uni.createFrom().item(ModerationAnswers.turn(turn))
                                        : shown(found.get().subject(), member))),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Turn> turn(CaseFile file, String action, Member member) {
        Instant at = clock.instant();
        String by = member.who();
        return desk.turn(file.subject(), Optional.empty(), by, now -> switch (action) {
            case "assign_to_self" -> CaseRules.assign(now, Optional.of(by), by, at);
            case "unassign" -> CaseRules.assign(now, Optional.empty(), by, at);
            case "reopen" -> CaseRules.reopen(now, by, at);
            default -> CaseRules.resolve(now, by, at);
        });
    }

    private static Uni<Response> unknown() {
        return Operators.answer(Problem.of(404, "record", "Record not found", "There is no such report."));
    }
}
