package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.admin.Vitals;
import social.godwit.instance.admin.figure.Figure;
import social.godwit.instance.admin.figure.HibernateFigures;
import social.godwit.network.staff.Permission;

/**
 * Figures in the shapes of Mastodon's {@code Admin::Measure}, {@code Admin::Dimension} and {@code Admin::Cohort}. What is not
 * counted here is left out: nobody's visits are kept, so that there are no cohorts.
 */
@Path("/api/v1/admin")
@Produces(MediaType.APPLICATION_JSON)
class MastodonMeasures {
    private static final int DAYS_MAX = 366;
    private static final Map<String, Figure> MEASURES = Map.of(
            "active_users", Figure.ACTIVE_ACCOUNTS,
            "new_users", Figure.NEW_ACCOUNTS,
            "interactions", Figure.INTERACTIONS,
            "opened_reports", Figure.REPORTS,
            "resolved_reports", Figure.CASES_RESOLVED);

    private final Staff staff;
    private final HibernateFigures figures;
    private final Vitals vitals;
    private final Instance instance;

    MastodonMeasures(Staff staff, HibernateFigures figures, Vitals vitals, Instance instance) {
        this.staff = staff;
        this.figures = figures;
        this.vitals = vitals;
        this.instance = instance;
    }

    /** Figures by day: {@code keys}, {@code start_at}, {@code end_at}, at most a year; with the total of the time before. */
    @POST
    @Path("/measures")
    public Uni<Response> measures(@Context RoutingContext request, byte[] body) {
        MastodonWish wish = MastodonWish.read(body);
        return staff.raw(
                Permission.SEE_ACCOUNTS,
                request,
                member -> {
                    LocalDate last = wish.day("end_at").orElseGet(figures::today);
                    LocalDate first = wish.day("start_at").orElse(last.minusDays(29));
                    long days = ChronoUnit.DAYS.between(first, last) + 1;
                    if (days < 1 || days > DAYS_MAX) {
                        return Uni.createFrom()
                                .item(MastodonWish.invalid("start_at is before end_at, at most " + DAYS_MAX + " days"));
                    }
                    return figures.days(first.minusDays(days), last)
                            .map(counted -> array(wish.list("keys").stream()
                                    .filter(MEASURES::containsKey)
                                    .distinct()
                                    .map(key -> measure(key, first, last, counted))
                                    .toList()));
                },
                Operators.BODY_MAX,
                body);
    }

    private static JsonObject measure(
            String key, LocalDate first, LocalDate last, NavigableMap<LocalDate, Map<Figure, Long>> counted) {
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        return JsonObject.builder()
                .put("key", key)
                .put("unit", new JsonNull())
                .put("total", String.valueOf(total(key, first, last, counted)))
                .put("previous_total", String.valueOf(total(key, first.minusDays(days), first.minusDays(1), counted)))
                .put(
                        "data",
                        first.datesUntil(last.plusDays(1))
                                .map(day -> JsonObject.builder()
                                        .put("date", day + "T00:00:00Z")
                                        .put("value", String.valueOf(value(key, day, counted)))
                                        .build())
                                .toList())
                .build();
    }

    private static long total(String key, LocalDate first, LocalDate last, Map<LocalDate, Map<Figure, Long>> counted) {
        return first.datesUntil(last.plusDays(1))
                .mapToLong(day -> value(key, day, counted))
                .sum();
    }

    private static long value(String key, LocalDate day, Map<LocalDate, Map<Figure, Long>> counted) {
        return counted.getOrDefault(day, Map.of()).getOrDefault(MEASURES.get(key), 0L);
    }

    /** What runs here and what it takes: {@code keys} of {@code software_versions} and {@code space_usage}. */
    @POST
    @Path("/dimensions")
    public Uni<Response> dimensions(@Context RoutingContext request, byte[] body) {
        MastodonWish wish = MastodonWish.read(body);
        return staff.raw(
                Permission.SEE_ACCOUNTS,
                request,
                member -> vitals.read()
                        .map(seen -> array(wish.list("keys").stream()
                                .distinct()
                                .flatMap(key -> dimension(key, seen).stream())
                                .toList())),
                Operators.BODY_MAX,
                body);
    }

    private Optional<JsonObject> dimension(String key, Vitals.Seen seen) {
        List<JsonObject> data = switch (key) {
            case "software_versions" ->
                List.of(
                        datum("godwit", "Godwit", instance.version()),
                        datum("postgresql", "PostgreSQL", seen.version()),
                        datum("java", "Java", Runtime.version().toString()));
            case "space_usage" ->
                seen.bytes().stream()
                        .mapToObj(bytes -> datum("postgresql", "PostgreSQL", String.valueOf(bytes))
                                .with("unit", new JsonString("bytes"))
                                .with("human_value", new JsonString(bytes / 1_000_000 + " MB")))
                        .toList();
            default -> List.of();
        };
        return data.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        JsonObject.builder().put("key", key).put("data", data).build());
    }

    private static JsonObject datum(String key, String name, String value) {
        return JsonObject.builder()
                .put("key", key)
                .put("human_key", name)
                .put("value", value)
                .put("human_value", value)
                .build();
    }

    /** Empty: who comes back is not recorded. */
    @POST
    @Path("/retention")
    public Uni<Response> retention(@Context RoutingContext request, byte[] body) {
        return staff.raw(
                Permission.SEE_ACCOUNTS,
                request,
                member -> Uni.createFrom().item(array(List.of())),
                Operators.BODY_MAX,
                body);
    }

    private static Response array(List<JsonObject> items) {
        return Response.ok(new JsonArray(items.stream().map(Json.class::cast).toList()).toString())
                .build();
    }
}
