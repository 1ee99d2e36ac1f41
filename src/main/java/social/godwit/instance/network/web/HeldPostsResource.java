package social.godwit.instance.network.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.note.Note;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.dossier.ShownPost;
import social.godwit.instance.network.NetworkTimelines;
import social.godwit.instance.network.NetworkTimelines.Waiting;
import social.godwit.network.host.Networks;
import social.godwit.network.view.Held;
import social.godwit.network.view.Standings;

/**
 * {@code GET /networks/DID/held}: the posts that the charter's filters hold until a steward lets them through. To the network's
 * stewards, who sign the request (RFC 9421): to show it to everybody would undo the filter.
 */
@Path("/networks/{network}/held")
@Produces(MediaType.APPLICATION_JSON)
public class HeldPostsResource {
    private static final int READS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final Networks networks;
    private final NetworkTimelines timelines;
    private final OwnerRequests owners;
    private final Instance instance;
    private final Allowance reads;

    HeldPostsResource(
            Networks networks,
            NetworkTimelines timelines,
            OwnerRequests owners,
            Instance instance,
            InstantSource clock) {
        this.networks = networks;
        this.timelines = timelines;
        this.owners = owners;
        this.instance = instance;
        this.reads = new Allowance(clock, READS, WINDOW);
    }

    /**
     * Those among the newest posts, and from where to look further back.
     *
     * @param before the {@code next} of an earlier answer
     * @param account whose device signs, where a device does
     */
    @GET
    public Uni<Response> held(
            @Context RoutingContext request,
            @PathParam("network") String network,
            @QueryParam("before") @DefaultValue("") String before,
            @QueryParam("account") @DefaultValue("") String account) {
        return owners.verify(Exchange.incoming(request.request(), instance.origin(), new byte[0]), Did.parse(account))
                .chain(verdict -> switch (verdict) {
                    case OwnerVerdict.NotOwner no -> refused(no.problem());
                    case OwnerVerdict.Unsigned unsigned -> refused(unsigned.problem());
                    case OwnerVerdict.Owner owner ->
                        held(network, owner.account().did(), Cursor.parse(before));
                });
    }

    private Uni<Response> held(String text, Did asking, Optional<Cursor> before) {
        Optional<Did> network = Did.parse(text);
        Optional<Standings> standings = network.flatMap(networks::standings);
        if (standings.isEmpty()) {
            return refused(Problem.notFound());
        }
        if (!standings.get().charter().governance().stewards().contains(asking)) {
            return refused(Problem.of(403, "steward", "Forbidden", "Stewards of this network see what is held."));
        }
        return reads.refusal(asking.toString())
                .map(HeldPostsResource::refused)
                .orElseGet(() -> timelines
                        .held(network.orElseThrow(), standings.get(), before)
                        .map(this::answer));
    }

    private Response answer(Waiting waiting) {
        JsonObject json = JsonObject.builder()
                .put(
                        "held",
                        waiting.held().stream().map(one -> entry(one, waiting)).toList())
                .putIfPresent("next", waiting.next().map(Cursor::toString))
                .build();
        return Response.ok(json.toString())
                .header("Cache-Control", "private, no-store")
                .build();
    }

    private JsonObject entry(Held held, Waiting waiting) {
        JsonObject.Builder json = JsonObject.builder()
                .put("id", held.post().id())
                .putIfPresent("author", held.post().author().map(Did::toString))
                .put(
                        "filters",
                        held.filters().stream().map(TimelineJson::filter).toList());
        Optional.ofNullable(waiting.posts().get(held.post().id()))
                .map(Note::document)
                .flatMap(document -> ShownPost.of(document, instance.origin()))
                .ifPresent(post -> json.put("post", post));
        return json.build();
    }

    private static Uni<Response> refused(Problem problem) {
        return Uni.createFrom().item(Answers.problem(problem));
    }
}
