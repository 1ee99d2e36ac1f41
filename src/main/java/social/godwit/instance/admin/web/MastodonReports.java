package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
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
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Entry;
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/**
 * Cases about accounts in the shape of Mastodon's {@code Admin::Report}: one a case, with what its first report says and the posts
 * of all, as they were when they were reported. Those that wait longest come first.
 */
@Path("/api/v1/admin/reports")
@Produces(MediaType.APPLICATION_JSON)
class MastodonReports {
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 40;
    private static final int ENTRIES = 100;
    private static final int POSTS_MAX = 100;

    private final Staff staff;
    private final CaseStore cases;
    private final AccountStore accounts;
    private final Desk desk;
    private final MastodonPeople people;
    private final Transactions transactions;
    private final Instance instance;
    private final InstantSource clock;

    MastodonReports(
            Staff staff,
            CaseStore cases,
            AccountStore accounts,
            Desk desk,
            MastodonPeople people,
            Transactions transactions,
            Instance instance,
            InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.accounts = accounts;
        this.desk = desk;
        this.people = people;
        this.transactions = transactions;
        this.instance = instance;
        this.clock = clock;
    }

    /**
     * Reports, open ones unless {@code resolved}; of one account with {@code target_account_id}. The longest waiting come first, so the page
     * after an id, by whatever name it is given, holds what came later.
     */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("resolved") boolean resolved,
            @QueryParam("target_account_id") @Nullable String target,
            @QueryParam("max_id") @Nullable String max,
            @QueryParam("min_id") @Nullable String min,
            @QueryParam("since_id") @Nullable String since,
            @QueryParam("limit") @Nullable Integer limit) {
        String after = max != null ? max : min != null ? min : since;
        int size = limit == null ? PAGE : Math.clamp(limit, 1, PAGE_MAX);
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> transactions.inTransaction(() -> (target == null
                                ? queue(resolved, after, size)
                                : file(target).map(found -> found.stream().toList()))
                        .chain(files -> InTurn.map(files, this::report)
                                .map(page -> MastodonWish.page(
                                        page,
                                        instance.origin() + "/api/v1/admin/reports?limit=" + size
                                                + (resolved ? "&resolved=true" : ""),
                                        files.size() < size
                                                ? Optional.empty()
                                                : Optional.of(MastodonPeople.id(files.getLast()
                                                        .subject()
                                                        .id())))))));
    }

    private Uni<List<CaseFile>> queue(boolean resolved, @Nullable String after, int size) {
        Queue queue = new Queue(
                Optional.of(resolved ? CaseFile.Status.RESOLVED : CaseFile.Status.OPEN),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.ACCOUNT),
                Optional.empty(),
                Optional.empty());
        return (after == null ? Uni.createFrom().item(Optional.<CaseFile>empty()) : file(after))
                .chain(last ->
                        cases.queue(queue, last.map(file -> new Place(file.waitingSince(), file.subject())), size));
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
        return staff.only(Permission.SEE_CASES, request, (member, nothing) -> shown(id));
    }

    private Uni<Response> shown(String id) {
        return file(id).chain(found ->
                found.map(file -> report(file).map(ModerationAnswers::ok)).orElseGet(MastodonReports::unknown));
    }

    /** 422: a report stays as its sender wrote it; what moderators think of it is a note in its case. */
    @PUT
    @Path("/{id}")
    public Uni<Response> change(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return staff.raw(
                Permission.WORK_ON_CASES,
                request,
                member -> file(id).chain(found -> found.isEmpty()
                        ? unknown()
                        : Uni.createFrom()
                                .item(MastodonWish.invalid(
                                        "A report stays as its sender wrote it: leave a note in the case"))),
                Operators.BODY_MAX,
                body);
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
                                        : shown(id))),
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

    private Uni<JsonObject> report(CaseFile file) {
        return cases.timeline(file.subject(), 0, ENTRIES).chain(entries -> {
            List<JsonObject> reports = entries.stream()
                    .filter(entry -> entry.type().equals("reported"))
                    .map(Entry::details)
                    .toList();
            Optional<Entry> resolved = file.status() == CaseFile.Status.OPEN
                    ? Optional.empty()
                    : entries.reversed().stream()
                            .filter(entry -> entry.type().equals("resolved"))
                            .findFirst();
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
                                                    .put(
                                                            "category",
                                                            first.flatMap(one -> one.string("category"))
                                                                    .orElse(file.category()
                                                                            .word()))
                                                    .put(
                                                            "comment",
                                                            first.flatMap(one -> one.string("comment"))
                                                                    .orElse(""))
                                                    .put(
                                                            "forwarded",
                                                            entries.stream()
                                                                    .anyMatch(one -> one.type()
                                                                            .equals("forwarded")))
                                                    .put(
                                                            "created_at",
                                                            MastodonPeople.time(
                                                                    entries.isEmpty()
                                                                            ? file.waitingSince()
                                                                            : entries.getFirst()
                                                                                    .at()))
                                                    .put("updated_at", MastodonPeople.time(file.changedAt()))
                                                    .put("account", from)
                                                    .put("target_account", about)
                                                    .put("assigned_account", assigned)
                                                    .put("action_taken_by_account", taken)
                                                    .put("statuses", statuses(reports, about))
                                                    .put("rules", rules(reports))
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
                .put("language", new JsonNull())
                .build();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }

    private static List<JsonObject> rules(List<JsonObject> reports) {
        return reports.stream()
                .flatMap(report -> report.object("rule").stream())
                .flatMap(rule -> rule.string("rule").stream())
                .distinct()
                .map(rule -> JsonObject.builder()
                        .put("id", rule)
                        .put("text", rule)
                        .put("hint", "")
                        .build())
                .toList();
    }

    private static Uni<Response> unknown() {
        return Operators.answer(Problem.of(404, "record", "Record not found", "There is no such report."));
    }
}
