package social.godwit.instance.admin.web;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.staff.Permission;

/** Which labels stand here, and on how much. */
@Path("/admin/v1/labels")
@Produces(MediaType.APPLICATION_JSON)
class LabelsResource {
    private static final String LABELER = "labeler:";

    private final Staff staff;
    private final CaseStore cases;
    private final InstantSource clock;

    LabelsResource(Staff staff, CaseStore cases, InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.clock = clock;
    }

    /** A label, and whose it is: the DID of a labeler, or empty for this instance. */
    private record Standing(String label, String labeler) {}

    /** Each {@code label} that stands, on how many posts, accounts and servers ({@code count}), and the {@code labeler} unless it is ours. */
    @GET
    public Uni<Response> list(@Context RoutingContext request) {
        return staff.only(
                Permission.LABEL,
                request,
                (member, nothing) -> cases.holding(clock.instant())
                        .map(holding -> ModerationAnswers.list("labels", counted(holding), LabelsResource::form)));
    }

    private static List<Map.Entry<Standing, Long>> counted(List<Decision> holding) {
        return holding.stream()
                .filter(decision -> decision.measure() == Measure.LABEL)
                .collect(groupingBy(LabelsResource::standing, counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<Standing, Long>comparingByValue().reversed())
                .toList();
    }

    private static Standing standing(Decision decision) {
        String by = decision.by();
        return new Standing(decision.text(), by.startsWith(LABELER) ? by.substring(LABELER.length()) : "");
    }

    private static JsonObject form(Map.Entry<Standing, Long> one) {
        return JsonObject.builder()
                .put("label", one.getKey().label())
                .put("count", one.getValue())
                .putIfPresent("labeler", Optional.of(one.getKey().labeler()).filter(labeler -> !labeler.isEmpty()))
                .build();
    }
}
