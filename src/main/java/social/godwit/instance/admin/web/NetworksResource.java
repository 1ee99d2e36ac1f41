package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.host.KeptAct;
import social.godwit.network.host.NetworkSources;
import social.godwit.network.host.NetworkStore;
import social.godwit.network.host.Networks;

/** Which networks this instance hosts, and where else they are. */
@Path("/admin/v1/networks/{network}")
@Produces(MediaType.APPLICATION_JSON)
class NetworksResource {
    private final Operators operators;
    private final Networks networks;
    private final NetworkStore store;
    private final NetworkSources sources;
    private final InstantSource clock;

    NetworksResource(
            Operators operators, Networks networks, NetworkStore store, NetworkSources sources, InstantSource clock) {
        this.operators = operators;
        this.networks = networks;
        this.store = store;
        this.sources = sources;
        this.clock = clock;
    }

    record Hosted(String network, int brought, List<String> sources) {}

    /** Hosts a network: {@code documents} about it, {@code source} to fetch from, either or both. Repeating it adds. */
    @POST
    public Uni<Response> host(@Context RoutingContext request, @PathParam("network") String written, byte[] body) {
        return operators.only(
                request,
                wish -> {
                    Optional<Did> network = Did.parse(written);
                    Optional<Origin> source = wish.string("source").flatMap(Origin::parse);
                    if (network.isEmpty() || (wish.has("source") && source.isEmpty())) {
                        return Operators.answer(Problem.of(
                                400,
                                "network",
                                "Not a network",
                                "A network is named by did:key:…, a source by its origin, https://example.org"));
                    }
                    return host(network.get(), source, wish);
                },
                body);
    }

    private Uni<Response> host(Did network, Optional<Origin> source, JsonObject wish) {
        List<KeptAct> acts = wish.list("documents").stream()
                .map(document -> KeptAct.read(Jcs.bytes(document), clock.instant()))
                .flatMap(Optional::stream)
                .filter(act -> act.act().act().network().equals(network))
                .toList();
        return networks.host(network, acts).chain(room -> {
            if (!room) {
                return Operators.answer(Problem.of(
                        409,
                        "too-many",
                        "Too many networks",
                        "An instance hosts at most " + NetworkStore.MAX_NETWORKS + "."));
            }
            return (source.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : store.addSource(network, source.get().toString())
                                    .chain(sources::fetch)
                                    .chain(networks::refresh))
                    .chain(store::sources)
                    .map(all -> Response.ok(new Hosted(
                                    network.toString(),
                                    acts.size(),
                                    all.stream()
                                            .filter(one -> one.network().equals(network))
                                            .map(NetworkStore.Source::origin)
                                            .toList()))
                            .build());
        });
    }

    record Ending(String ends) {}

    /** Ends hosting it, after the notice that its charter promises (202, with {@code ends}); with {@code now} at once. */
    @DELETE
    public Uni<Response> dismiss(
            @Context RoutingContext request,
            @PathParam("network") String written,
            @QueryParam("now") @DefaultValue("false") boolean now) {
        return operators.only(request, nothing -> {
            Optional<Did> network = Did.parse(written);
            if (network.isEmpty()) {
                return Operators.answer(notHosted());
            }
            boolean notice = !now
                    && networks.card(network.get())
                            .flatMap(NetworkCard::charter)
                            .filter(charter -> charter.exit().noticeDays() > 0)
                            .isPresent();
            return notice
                    ? networks.announceEnd(network.get())
                            .map(ends -> ends.map(end -> Response.status(202)
                                            .entity(new Ending(ProofTime.format(end)))
                                            .build())
                                    .orElseGet(() -> Operators.problem(notHosted())))
                    : networks.dismiss(network.get())
                            .map(gone -> gone ? Response.noContent().build() : Operators.problem(notHosted()));
        });
    }

    private static Problem notHosted() {
        return Problem.of(404, "network", "No such network", "It is not hosted here.");
    }
}
