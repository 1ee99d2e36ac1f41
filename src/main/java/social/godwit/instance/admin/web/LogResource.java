package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.instance.policy.InstanceRecords;
import social.godwit.network.log.LogStore;
import social.godwit.network.log.LogStretch;
import social.godwit.network.staff.Permission;
import social.godwit.store.document.StoredDocument;

/** The moderation log: for everybody after a delay, for the staff at once, and the figures of a time. */
@Path("/moderation/v1")
@Produces(MediaType.APPLICATION_JSON)
class LogResource {
    private static final int PAGE = 500;
    private static final int LEAF = 100;

    private final Staff staff;
    private final LogStore log;
    private final InstanceKeys keys;
    private final InstanceConfig config;
    private final InstanceRecords records;
    private final People people;
    private final InstantSource clock;

    LogResource(
            Staff staff,
            LogStore log,
            InstanceKeys keys,
            InstanceConfig config,
            InstanceRecords records,
            People people,
            InstantSource clock) {
        this.records = records;
        this.people = people;
        this.staff = staff;
        this.log = log;
        this.keys = keys;
        this.config = config;
        this.clock = clock;
    }

    /**
     * At most {@value #PAGE} entries after number {@code after}, in order, in a chain; {@code instance} signs them. With {@code below}
     * or {@code above} at most {@value #LEAF} entries next to that number, newest first, and whether there are {@code newer} and {@code
     * older} ones; below 0 are the newest.
     */
    @GET
    @Path("/log")
    public Uni<Response> published(
            @QueryParam("after") @Nullable Long after,
            @QueryParam("below") @Nullable Long below,
            @QueryParam("above") @Nullable Long above) {
        return page(
                        after,
                        below,
                        above,
                        clock.instant().minus(config.moderation().logDelay()))
                .map(body -> Response.ok(body.toString())
                        .header("Cache-Control", "public, max-age=60")
                        .build());
    }

    /**
     * What this instance signed in its own name (labels, entries of the log) after number {@code after}, each a document with its
     * proof; {@code next} is where to go on.
     */
    @GET
    @Path("/documents")
    public Uni<Response> documents(@QueryParam("after") @Nullable Long after) {
        long from = after == null ? 0 : after;
        return records.after(from)
                .map(page -> JsonObject.builder()
                        .put("instance", keys.did().toString())
                        .put(
                                "documents",
                                page.stream().map(StoredDocument::json).toList())
                        .put("next", page.isEmpty() ? from : page.getLast().number())
                        .build())
                .map(body -> Response.ok(body.toString())
                        .header("Cache-Control", "public, max-age=10")
                        .build());
    }

    /** The same without the delay, for the staff; with {@code below} or {@code above} also the names of those whom it is about ({@code people}). */
    @GET
    @Path("/log/whole")
    public Uni<Response> whole(
            @Context RoutingContext request,
            @QueryParam("after") @Nullable Long after,
            @QueryParam("below") @Nullable Long below,
            @QueryParam("above") @Nullable Long above) {
        return staff.only(
                Permission.SEE_LOG,
                request,
                (member, nothing) -> page(after, below, above, clock.instant().plusSeconds(1))
                        .chain(page -> below == null && above == null
                                ? Uni.createFrom().item(page)
                                : named(page))
                        .map(ModerationAnswers::ok));
    }

    private Uni<JsonObject> named(JsonObject page) {
        List<String> targets = page.list("entries").stream()
                .flatMap(entry -> entry instanceof JsonObject line ? line.string("target").stream() : Stream.empty())
                .toList();
        return people.named(targets).map(named -> page.with("people", named));
    }

    private Uni<JsonObject> page(@Nullable Long after, @Nullable Long below, @Nullable Long above, Instant before) {
        if (below != null || above != null) {
            LogStretch.From from = LogStretch.From.of(
                    Optional.ofNullable(below).filter(number -> number > 0), Optional.ofNullable(above));
            return LogStretch.read(log, from, before, LEAF)
                    .map(stretch ->
                            stretch.json().with("instance", Json.of(keys.did().toString())));
        }
        return log.page(after == null ? 0 : after, before, PAGE)
                .map(entries -> JsonObject.builder()
                        .put("instance", keys.did().toString())
                        .put("entries", entries)
                        .put("more", entries.size() == PAGE)
                        .build());
    }

    /** What was done how often, {@code from} and {@code to} in RFC 3339: for a report on transparency. */
    @GET
    @Path("/figures")
    public Uni<Response> figures(@QueryParam("from") @Nullable String from, @QueryParam("to") @Nullable String to) {
        Optional<Instant> start = Optional.ofNullable(from).flatMap(ModerationAnswers::time);
        Instant published = clock.instant().minus(config.moderation().logDelay());
        Instant end = Optional.ofNullable(to)
                .flatMap(ModerationAnswers::time)
                .filter(published::isAfter)
                .orElse(published);
        return log.figures(start.orElse(Instant.EPOCH), end)
                .map(figures -> JsonObject.builder()
                        .put("from", start.orElse(Instant.EPOCH).toString())
                        .put("to", end.toString())
                        .put(
                                "figures",
                                figures.stream().map(LogResource::figure).toList())
                        .build())
                .map(ModerationAnswers::ok);
    }

    private static JsonObject figure(LogStore.Figure figure) {
        return JsonObject.builder()
                .put("action", figure.action())
                .put("measure", figure.measure())
                .put("rule", figure.rule())
                .put("automated", figure.automated())
                .put("count", figure.count())
                .build();
    }
}
