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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.web.Answers;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.identity.did.Did;
import social.godwit.instance.network.NetworkTimelines;
import social.godwit.network.host.web.ReaderLanguages;

/**
 * {@code GET /networks/DID/timeline}: a network's view of posts, in one of the orders that its charter explains, each with why it is
 * there. To everybody; for whoever signs the request (RFC 9421) also with posts from outside by those whom they follow.
 */
@Path("/networks/{network}/timeline")
@Produces(MediaType.APPLICATION_JSON)
public class NetworkTimelineResource {
    private static final int LIMIT_MAX = 80;
    private static final int READS = 300;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final NetworkTimelines timelines;
    private final OwnerRequests owners;
    private final Instance instance;
    private final TrustedProxies proxies;
    private final Allowance reads;

    NetworkTimelineResource(
            NetworkTimelines timelines,
            OwnerRequests owners,
            Instance instance,
            TrustedProxies proxies,
            InstantSource clock) {
        this.timelines = timelines;
        this.owners = owners;
        this.instance = instance;
        this.proxies = proxies;
        this.reads = new Allowance(clock, READS, WINDOW);
    }

    /**
     * One page.
     *
     * @param ranking id of one of the charter's rankings; without it the one where people begin
     * @param before the {@code next} of an earlier page of the same ranking
     * @param limit 1 to {@value #LIMIT_MAX}
     * @param account whose device signs, where a device does
     */
    @GET
    public Uni<Response> page(
            @Context RoutingContext request,
            @Context HttpHeaders headers,
            @PathParam("network") String network,
            @QueryParam("ranking") @DefaultValue("") String ranking,
            @QueryParam("before") @DefaultValue("") String before,
            @QueryParam("limit") @DefaultValue("20") int limit,
            @QueryParam("account") @DefaultValue("") String account) {
        Optional<Did> did = Did.parse(network);
        if (did.isEmpty()) {
            return Uni.createFrom().item(notHere());
        }
        return owners.verify(Exchange.incoming(request.request(), instance.origin(), new byte[0]), Did.parse(account))
                .chain(verdict -> switch (verdict) {
                    case OwnerVerdict.NotOwner no -> Uni.createFrom().item(Answers.problem(no.problem()));
                    case OwnerVerdict.Owner owner ->
                        page(
                                did.get(),
                                Optional.of(owner.account().did()),
                                owner.account().did().toString(),
                                ranking,
                                before,
                                limit,
                                headers);
                    case OwnerVerdict.Unsigned unsigned ->
                        page(
                                did.get(),
                                Optional.empty(),
                                Exchange.network(request.request(), proxies),
                                ranking,
                                before,
                                limit,
                                headers);
                });
    }

    private Uni<Response> page(
            Did network,
            Optional<Did> viewer,
            String payer,
            String ranking,
            String before,
            int limit,
            HttpHeaders headers) {
        Optional<Problem> refused = reads.refusal(payer);
        if (refused.isPresent()) {
            return Uni.createFrom().item(Answers.problem(refused.get()));
        }
        return timelines
                .page(
                        network,
                        viewer,
                        Optional.of(ranking).filter(Predicate.not(String::isEmpty)),
                        Cursor.parse(before),
                        Math.clamp(limit, 1, LIMIT_MAX))
                .map(page -> page.map(found -> Response.ok(TimelineJson.of(found, ReaderLanguages.of(headers))
                                        .toString())
                                .header(
                                        "Cache-Control",
                                        viewer.isPresent() ? "private, no-store" : "public, max-age=15")
                                .header("Vary", "Accept-Language, Signature-Input")
                                .header("Access-Control-Allow-Origin", "*")
                                .build())
                        .orElseGet(NetworkTimelineResource::notHere));
    }

    private static Response notHere() {
        return Answers.problem(Problem.of(
                404,
                "network",
                "No such network",
                "This network is not hosted here, or no charter of it is in force."));
    }
}
