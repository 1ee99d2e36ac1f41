package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.dossier.Dossiers;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Place;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Report.Category;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;

/** Cases: listed, counted, read. A subject is written {@code account:ID}, {@code post:ID} or {@code domain:NAME}. */
@Path("/admin/v1/cases")
@Produces(MediaType.APPLICATION_JSON)
class CasesResource {
    private static final int PAGE = 50;
    private static final int TIMELINE_PAGE = 200;
    private static final int APPEALS_MAX = 200;
    private static final int LANGUAGES_MAX = 10;

    private final Staff staff;
    private final CaseStore cases;
    private final Dossiers dossiers;
    private final People people;
    private final EvidenceReaders readers;
    private final InstantSource clock;

    CasesResource(
            Staff staff,
            CaseStore cases,
            Dossiers dossiers,
            People people,
            EvidenceReaders readers,
            InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.dossiers = dossiers;
        this.people = people;
        this.readers = readers;
        this.clock = clock;
    }

    /** {@code status} (open, resolved, all), {@code category}, {@code assignee}, {@code kind}, {@code q}, {@code hours} (waiting at least that long), {@code after}. */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("status") @Nullable String status,
            @QueryParam("category") @Nullable String category,
            @QueryParam("assignee") @Nullable String assignee,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("q") @Nullable String text,
            @QueryParam("hours") @Nullable Integer hours,
            @QueryParam("after") @Nullable String after) {
        Function<Optional<String>, Queue> queue = id -> new Queue(
                "all".equals(status)
                        ? Optional.empty()
                        : Optional.of("resolved".equals(status) ? CaseFile.Status.RESOLVED : CaseFile.Status.OPEN),
                Optional.ofNullable(category).flatMap(Category::parse),
                Optional.ofNullable(assignee),
                Optional.ofNullable(kind)
                        .flatMap(word -> Arrays.stream(Subject.Kind.values())
                                .filter(one -> one.word().equals(word))
                                .findFirst()),
                id,
                Optional.ofNullable(hours)
                        .filter(age -> age > 0)
                        .map(age -> clock.instant().minus(Duration.ofHours(age))),
                Optional.empty());
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> people.meant(Optional.ofNullable(text).filter(words -> !words.isBlank()))
                        .chain(id -> cases.queue(
                                queue.apply(id), Optional.ofNullable(after).flatMap(CasesResource::place), PAGE))
                        .chain(page -> people.named(mentioned(page))
                                .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                        .put("people", named)
                                        .put(
                                                "cases",
                                                page.stream()
                                                        .map(ModerationAnswers::file)
                                                        .toList())
                                        .putIfPresent("next", next(page))
                                        .build()))));
    }

    private static List<String> mentioned(List<CaseFile> page) {
        return page.stream()
                .flatMap(file -> Stream.of(
                        Optional.of(file.subject().id()),
                        file.assignee(),
                        file.claim().map(CaseFile.Claim::by)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** How many open cases wait, in all and by category, and how many appeals. */
    @GET
    @Path("/counts")
    public Uni<Response> counts(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> cases.waiting()
                        .chain(waiting -> cases.appeals(APPEALS_MAX).map(appeals -> {
                            JsonObject.Builder byCategory = JsonObject.builder();
                            for (Category category : Category.values()) {
                                byCategory.put(category.word(), waiting.getOrDefault(category, 0L));
                            }
                            return ModerationAnswers.ok(JsonObject.builder()
                                    .put(
                                            "open",
                                            waiting.values().stream()
                                                    .mapToLong(Long::longValue)
                                                    .sum())
                                    .put("categories", byCategory.build())
                                    .put("appeals", appeals.size())
                                    .build());
                        })));
    }

    /**
     * What a decision about {@code subject}, which may have no case yet, needs: reported posts in their context, what the
     * author said besides, whom it reaches, earlier decisions, rules, and what was decided by them before.
     */
    @GET
    @Path("/context")
    public Uni<Response> context(
            @Context RoutingContext request,
            @Context HttpHeaders headers,
            @QueryParam("subject") @Nullable String subject) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> subject(subject)
                        .map(one -> dossiers.about(one, languages(headers))
                                .call(all -> readers.dossier(one, member, all))
                                .chain(all -> people.named(
                                                Stream.concat(Stream.of(one.id()), People.mentioned(all).stream())
                                                        .toList())
                                        .map(named -> ModerationAnswers.ok(all.with("people", named)))))
                        .orElseGet(() ->
                                Uni.createFrom().item(ModerationAnswers.invalid("subject-form", "Name a subject."))));
    }

    private static List<String> languages(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream()
                .map(Locale::toLanguageTag)
                .limit(LANGUAGES_MAX)
                .toList();
    }

    private static Optional<String> next(List<CaseFile> page) {
        return page.size() < PAGE
                ? Optional.empty()
                : Optional.of(
                        page.getLast().waitingSince() + " " + page.getLast().subject());
    }

    private static Optional<Place> place(String mark) {
        int space = mark.indexOf(' ');
        return space < 0
                ? Optional.empty()
                : ModerationAnswers.time(mark.substring(0, space))
                        .flatMap(at -> Subject.parse(mark.substring(space + 1)).map(subject -> new Place(at, subject)));
    }

    /** One case with 200 entries of its timeline: those after number {@code after}, or the newest. */
    @GET
    @Path("/one")
    public Uni<Response> show(
            @Context RoutingContext request,
            @QueryParam("subject") @Nullable String subject,
            @QueryParam("after") @Nullable Integer after) {
        Optional<Subject> asked = subject(subject);
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, nothing) -> asked.map(cases::find)
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                        .chain(found -> found.isEmpty()
                                ? Operators.answer(Problem.of(404, "case", "No such case", "There is no such case."))
                                : cases.timeline(
                                                asked.orElseThrow(),
                                                after == null
                                                        ? Math.max(
                                                                0, found.get().entries() - TIMELINE_PAGE)
                                                        : after,
                                                TIMELINE_PAGE)
                                        .call(timeline -> readers.timeline(asked.orElseThrow(), member, timeline))
                                        .chain(entries -> people.named(mentioned(found.get(), entries))
                                                .map(named -> ModerationAnswers.ok(JsonObject.builder()
                                                        .put("people", named)
                                                        .put("case", ModerationAnswers.file(found.get()))
                                                        .put(
                                                                "timeline",
                                                                entries.stream()
                                                                        .map(ModerationAnswers::entry)
                                                                        .toList())
                                                        .build())))));
    }

    private static List<String> mentioned(CaseFile file, List<CaseStore.Entry> timeline) {
        return Stream.concat(
                        mentioned(List.of(file)).stream(),
                        timeline.stream()
                                .flatMap(entry ->
                                        Stream.concat(Stream.of(entry.by()), entry.details().string("to").stream())))
                .distinct()
                .toList();
    }

    /** Reads a subject; the id of an actor or post in any spelling. */
    static Optional<Subject> subject(@Nullable String written) {
        return Optional.ofNullable(written)
                .flatMap(Subject::parse)
                .filter(subject -> subject.kind() == Subject.Kind.DOMAIN || Ids.usable(subject.id()))
                .map(subject -> subject.kind() == Subject.Kind.DOMAIN
                        ? subject
                        : new Subject(subject.kind(), Ids.compared(subject.id())));
    }
}
