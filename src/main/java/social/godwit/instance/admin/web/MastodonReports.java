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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Rule;
import social.godwit.network.desk.Desk;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Entry;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.DecisionForm;
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
    private static final int ENTRIES = 100;
    private static final int POSTS_MAX = 100;
    /** The longest id of a rule, in characters. */
    private static final int RULE_MAX = 64;

    private final Staff staff;
    private final CaseStore cases;
    private final AccountStore accounts;
    private final Desk desk;
    private final MastodonPeople people;
    private final Networks networks;
    private final EvidenceReaders readers;
    private final Transactions transactions;
    private final Instance instance;
    private final InstantSource clock;

    MastodonReports(
            Staff staff,
            CaseStore cases,
            AccountStore accounts,
            Desk desk,
            MastodonPeople people,
            Networks networks,
            EvidenceReaders readers,
            Transactions transactions,
            Instance instance,
            InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.accounts = accounts;
        this.desk = desk;
        this.people = people;
        this.networks = networks;
        this.readers = readers;
        this.transactions = transactions;
        this.instance = instance;
        this.clock = clock;
    }

    /** Reports, open ones unless {@code resolved}; with {@code target_account_id} the one about that account. */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("resolved") boolean resolved,
            @QueryParam("target_account_id") @Nullable String target,
            @BeanParam MastodonSlice slice) {
        int size = slice.size(PAGE, PAGE_MAX);
        CaseFile.Status status = resolved ? CaseFile.Status.RESOLVED : CaseFile.Status.OPEN;
        Queue queue = new Queue(
                Optional.of(status),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.ACCOUNT),
                Optional.empty(),
                Optional.empty());
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> transactions.inTransaction(() -> (target == null
                                ? slice.cases(cases, queue, size)
                                : file(target)
                                        .map(found -> found.filter(file -> file.status() == status).stream()
                                                .toList()))
                        .chain(files -> InTurn.map(files, file -> report(file, member))
                                .map(page -> MastodonSlice.page(
                                        page,
                                        instance.origin() + "/api/v1/admin/reports?limit=" + size
                                                + (resolved ? "&resolved=true" : "")
                                                + (target == null
                                                        ? ""
                                                        : "&target_account_id=" + MastodonPeople.encoded(target)),
                                        target != null || files.size() < size
                                                ? Optional.empty()
                                                : Optional.of(MastodonPeople.id(files.getLast()
                                                        .subject()
                                                        .id())))))));
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
                .chain(found -> found.map(file -> report(file, member).map(ModerationAnswers::ok))
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
                        : shape(found.get()).chain(said -> sort(found.get(), said, wish, member))),
                Operators.BODY_MAX,
                body);
    }

    private Uni<Response> sort(CaseFile file, Shape said, MastodonWish wish, Member member) {
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
                wish.has("rule_ids") ? ids.stream().map(this::rule).toList() : broken ? said.rules() : List.of();
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

    /** The rule of that name in a charter that is hosted here, else one of the house. */
    private RuleReference rule(String id) {
        return charters()
                .filter(charter ->
                        charter.rules().stream().anyMatch(rule -> rule.id().equals(id)))
                .findFirst()
                .map(charter -> new RuleReference(charter.network().toString(), Long.toString(charter.version()), id))
                .orElseGet(() -> RuleReference.house(id));
    }

    private Stream<Charter> charters() {
        return networks.cards().stream().flatMap(card -> card.charter().stream());
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

    /**
     * A case as a report.
     *
     * @param entries the first and the latest of what happened
     * @param category what it is about: as a moderator said last, else as its first report says
     */
    private record Shape(List<Entry> entries, String category, List<RuleReference> rules) {
        private List<JsonObject> reports() {
            return entries.stream()
                    .filter(entry -> entry.type().equals("reported"))
                    .map(Entry::details)
                    .toList();
        }

        private Optional<Entry> last(String type) {
            return entries.reversed().stream()
                    .filter(entry -> entry.type().equals(type))
                    .findFirst();
        }
    }

    private Uni<Shape> shape(CaseFile file) {
        return cases.timeline(file.subject(), 0, ENTRIES)
                .chain(first -> cases.timeline(file.subject(), Math.max(ENTRIES, file.entries() - ENTRIES), ENTRIES)
                        .map(latest -> {
                            Shape shape = new Shape(
                                    Stream.concat(first.stream(), latest.stream())
                                            .toList(),
                                    "",
                                    List.of());
                            List<JsonObject> reports = shape.reports();
                            Optional<JsonObject> sorted = shape.last("sorted").map(Entry::details);
                            return new Shape(
                                    shape.entries(),
                                    sorted.or(() -> reports.stream().findFirst())
                                            .flatMap(one -> one.string("category"))
                                            .orElse(file.category().word()),
                                    sorted.map(one -> one.list("rules").stream().map(JsonObject.class::cast))
                                            .orElseGet(
                                                    () -> reports.stream().flatMap(one -> one.object("rule").stream()))
                                            .map(DecisionForm::readRule)
                                            .distinct()
                                            .toList());
                        }));
    }

    private Uni<Shape> read(CaseFile file, Member reader) {
        return shape(file).call(shape -> readers.timeline(file.subject(), reader, shape.entries()));
    }

    private Uni<JsonObject> report(CaseFile file, Member member) {
        return read(file, member).chain(shape -> {
            List<JsonObject> reports = shape.reports();
            Optional<Entry> resolved =
                    file.status() == CaseFile.Status.OPEN ? Optional.empty() : shape.last("resolved");
            Optional<JsonObject> first = reports.stream().findFirst();
            String reporter = first.flatMap(one -> one.string("reporter")).orElse(instance.origin() + "/actor");
            return people.show(reporter)
                    .chain(from -> people.show(file.subject().id())
                            .chain(about -> moderator(file.assignee())
                                    .chain(assigned -> moderator(resolved.map(Entry::by))
                                            .map(taken -> JsonObject.builder()
                                                    .put(
                                                            "id",
                                                            MastodonPeople.id(file.subject()
                                                                    .id()))
                                                    .put("action_taken", file.status() == CaseFile.Status.RESOLVED)
                                                    .put(
                                                            "action_taken_at",
                                                            resolved.<Json>map(one -> new JsonString(
                                                                            MastodonPeople.time(one.at())))
                                                                    .orElseGet(JsonNull::new))
                                                    .put("category", shape.category())
                                                    .put(
                                                            "comment",
                                                            first.flatMap(one -> one.string("comment"))
                                                                    .orElse(""))
                                                    .put(
                                                            "forwarded",
                                                            shape.last("forwarded")
                                                                    .isPresent())
                                                    .put(
                                                            "created_at",
                                                            MastodonPeople.time(
                                                                    shape.entries()
                                                                                    .isEmpty()
                                                                            ? file.waitingSince()
                                                                            : shape.entries()
                                                                                    .getFirst()
                                                                                    .at()))
                                                    .put("updated_at", MastodonPeople.time(file.changedAt()))
                                                    .put("account", from)
                                                    .put("target_account", about)
                                                    .put("assigned_account", assigned)
                                                    .put("action_taken_by_account", taken)
                                                    .put("statuses", statuses(reports, about))
                                                    .put(
                                                            "rules",
                                                            shape.rules().stream()
                                                                    .map(this::form)
                                                                    .toList())
                                                    .build()))));
        });
    }

    /** A moderator, unless it is the operator, who has no account. */
    private Uni<Json> moderator(Optional<String> did) {
        return did.flatMap(Did::parse)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().item(new JsonNull())
                        : people.show(account.get().actorId()));
    }

    private static List<JsonObject> statuses(List<JsonObject> reports, JsonObject about) {
        List<JsonObject> statuses = new ArrayList<>();
        for (JsonObject report : reports) {
            for (Json item : report.list("evidence")) {
                if (item instanceof JsonObject evidence
                        && statuses.size() < POSTS_MAX
                        && statuses.stream().noneMatch(one -> one.string("uri").equals(evidence.string("post")))) {
                    statuses.add(status(evidence, about));
                }
            }
        }
        return statuses;
    }

    /** {@code Status} of a post as it was reported; without a copy, of what is known: its id. */
    private static JsonObject status(JsonObject evidence, JsonObject about) {
        String uri = evidence.string("post").orElse("");
        JsonObject post = evidence.string("copy")
                .flatMap(copy -> StrictJson.read(copy.getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN)
                                instanceof JsonReading.Read(JsonObject object)
                        ? Optional.of(object)
                        : Optional.empty())
                .orElseGet(JsonObject::empty);
        String warning = PlainText.line(post.string("summary").orElse(""), 500);
        return JsonObject.builder()
                .put("id", MastodonPeople.id(uri))
                .put("uri", uri)
                .put("url", post.string("url").orElse(uri))
                .put("created_at", post.string("published").orElse(MastodonPeople.time(Instant.EPOCH)))
                .put("account", about.object("account").orElseThrow())
                .put(
                        "content",
                        "<p>" + escaped(PlainText.of(post.string("content").orElse(""))) + "</p>")
                .put("visibility", "public")
                .put("sensitive", !warning.isEmpty() || new JsonBoolean(true).equals(post.get("sensitive")))
                .put("spoiler_text", warning)
                .put("media_attachments", List.of())
                .put("mentions", List.of())
                .put("tags", List.of())
                .put("emojis", List.of())
                .put("reblogs_count", 0)
                .put("favourites_count", 0)
                .put("replies_count", 0)
                .put("in_reply_to_id", new JsonNull())
                .put("in_reply_to_account_id", new JsonNull())
                .put("reblog", new JsonNull())
                .put("poll", new JsonNull())
                .put("card", new JsonNull())
                .put(
                        "edited_at",
                        post.string("updated").<Json>map(JsonString::new).orElseGet(JsonNull::new))
                .put("language", new JsonNull())
                .build();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }

    /** {@code Rule}, in the words of the charter that is in force, else by its name alone. */
    private JsonObject form(RuleReference reference) {
        Optional<Rule> rule = charters()
                .filter(charter -> charter.network().toString().equals(reference.charter()))
                .flatMap(charter -> charter.rules().stream())
                .filter(one -> one.id().equals(reference.rule()))
                .findFirst();
        return JsonObject.builder()
                .put("id", reference.rule())
                .put("text", rule.map(one -> one.text().in(List.of())).orElse(reference.rule()))
                .put(
                        "hint",
                        rule.flatMap(Rule::hint).map(one -> one.in(List.of())).orElse(""))
                .build();
    }

    private static Uni<Response> unknown() {
        return Operators.answer(Problem.of(404, "record", "Record not found", "There is no such report."));
    }
}
