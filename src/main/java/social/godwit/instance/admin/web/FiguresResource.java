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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.delivery.PeerStatus;
import social.godwit.activitypub.delivery.PeerStatuses;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.figure.Figure;
import social.godwit.instance.admin.figure.HibernateFigures;
import social.godwit.network.staff.Permission;

/** What admins look at each morning: figures by day, how things stand now, and hosts that do not answer. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class FiguresResource {
    private static final int DAYS_MAX = 400;
    private static final int DAYS_USUAL = 30;
    private static final int HOSTS = 100;

    private final Staff staff;
    private final HibernateFigures figures;
    private final PeerStatuses peers;

    FiguresResource(Staff staff, HibernateFigures figures, PeerStatuses peers) {
        this.staff = staff;
        this.figures = figures;
        this.peers = peers;
    }

    /**
     * {@code {days: ["2026-11-01", …], measures: {NAME: {daily, values: [number or null, …]}}, now: {NAME: number}}}: for the days from
     * {@code from} to {@code to} (both included, UTC, at most 400; the last 30 if left out), all names or those in {@code names}.
     */
    @GET
    @Path("/measures")
    public Uni<Response> measures(
            @Context RoutingContext request,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("names") @Nullable String names) {
        return staff.only(Permission.SEE_ACCOUNTS, request, (member, nothing) -> {
            LocalDate last;
            LocalDate first;
            List<Figure> wanted;
            try {
                last = to == null ? figures.today() : LocalDate.parse(to);
                first = from == null ? last.minusDays(DAYS_USUAL - 1) : LocalDate.parse(from);
                wanted = wanted(names);
            } catch (DateTimeParseException | IllegalArgumentException e) {
                return Uni.createFrom().item(ModerationAnswers.invalid("figures-form", String.valueOf(e.getMessage())));
            }
            if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) >= DAYS_MAX) {
                return Uni.createFrom()
                        .item(ModerationAnswers.invalid(
                                "figures-form", "from is before to, at most " + DAYS_MAX + " days."));
            }
            return figures.days(first, last)
                    .chain(days -> figures.now().map(now -> measures(first, last, wanted, days, now)));
        });
    }

    private static List<Figure> wanted(@Nullable String names) {
        if (names == null || names.isBlank()) {
            return List.of(Figure.values());
        }
        List<Figure> wanted = new ArrayList<>();
        for (String name : names.split(",", Figure.values().length + 1)) {
            wanted.add(Figure.parse(name.strip())
                    .orElseThrow(() -> new IllegalArgumentException(name + " is not measured here.")));
        }
        return wanted;
    }

    private static Response measures(
            LocalDate first,
            LocalDate last,
            List<Figure> wanted,
            NavigableMap<LocalDate, Map<Figure, Long>> days,
            Map<Figure, Long> now) {
        List<LocalDate> all = first.datesUntil(last.plusDays(1)).toList();
        LocalDate begun = days.isEmpty() ? last.plusDays(1) : days.firstKey();
        JsonObject.Builder measures = JsonObject.builder();
        JsonObject.Builder standing = JsonObject.builder();
        for (Figure figure : wanted) {
            List<Json> values = new ArrayList<>(all.size());
            for (LocalDate day : all) {
                Long value = days.getOrDefault(day, Map.of()).get(figure);
                // Of a day on which nothing happened there is no row.
                values.add(
                        value != null
                                ? JsonNumber.of(value)
                                : figure.daily() && !day.isBefore(begun) ? JsonNumber.of(0L) : new JsonNull());
            }
            measures.put(
                    figure.word(),
                    JsonObject.builder()
                            .put("daily", figure.daily())
                            .put("values", values)
                            .build());
            Optional.ofNullable(now.get(figure)).ifPresent(value -> standing.put(figure.word(), value));
        }
        return ModerationAnswers.ok(JsonObject.builder()
                .put("days", all.stream().map(LocalDate::toString).toList())
                .put("measures", measures.build())
                .put("now", standing.build())
                .build());
    }

    /** Hosts that something is sent to, in the order of their names, with what the last attempts said. */
    @GET
    @Path("/hosts")
    public Uni<Response> hosts(
            @Context RoutingContext request,
            @QueryParam("after") @Nullable String after,
            @QueryParam("failing") boolean failing) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> peers.page(Optional.ofNullable(after), HOSTS)
                        .map(page -> ModerationAnswers.ok(JsonObject.builder()
                                .put(
                                        "hosts",
                                        page.stream()
                                                .filter(peer -> !failing || peer.failures() > 0)
                                                .map(FiguresResource::host)
                                                .toList())
                                .putIfPresent(
                                        "next",
                                        page.size() < HOSTS
                                                ? Optional.empty()
                                                : Optional.of(page.getLast().host()))
                                .build())));
    }

    private static JsonObject host(PeerStatus peer) {
        return JsonObject.builder()
                .put("host", peer.host())
                .put("waiting", peer.waiting())
                .put("failures", peer.failures())
                .putIfPresent("failingSince", peer.failingSince().map(Object::toString))
                .putIfPresent("nextAttempt", peer.nextAttempt().map(Object::toString))
                .putIfPresent("lastSuccess", peer.lastSuccess().map(Object::toString))
                .putIfPresent("problem", peer.lastProblem())
                .build();
    }
}
