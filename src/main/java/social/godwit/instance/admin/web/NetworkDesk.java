package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.host.KeptAct;
import social.godwit.network.host.NetworkStore;
import social.godwit.network.host.Networks;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/**
 * What this server's staff does in a network that names the server's operator as steward or issuer: signed with the operator's key,
 * it concerns that network only, and every server that hosts the network follows it.
 */
@ApplicationScoped
class NetworkDesk {
    private static final Logger LOG = Logger.getLogger(NetworkDesk.class);

    private final Staff staff;
    private final Networks networks;
    private final OperatorKey operator;
    private final InstantSource clock;

    NetworkDesk(Staff staff, Networks networks, OperatorKey operator, InstantSource clock) {
        this.staff = staff;
        this.networks = networks;
        this.operator = operator;
        this.clock = clock;
    }

    /** Who asks, and the charter in force in the network that it is about. */
    record Place(Member member, Charter charter) {}

    /** Runs {@code work} for whoever has the permission, where the operator is a steward; otherwise 409 {@code not-steward}. */
    Uni<Response> steward(
            Permission permission,
            RoutingContext request,
            String network,
            byte[] body,
            BiFunction<JsonObject, Place, Uni<Response>> work) {
        return place(
                permission,
                request,
                network,
                body,
                (wish, place) -> place.charter().governance().stewards().contains(operator.did())
                        ? work.apply(wish, place)
                        : notNamed("not-steward", "steward; its stewards decide with godwit charter rule"));
    }

    /** Runs {@code work} for whoever has the permission, in a network that is hosted here and has a charter in force (else 404). */
    Uni<Response> place(
            Permission permission,
            RoutingContext request,
            String network,
            byte[] body,
            BiFunction<JsonObject, Place, Uni<Response>> work) {
        return staff.only(
                permission,
                request,
                (member, wish) -> Did.parse(network)
                        .flatMap(networks::card)
                        .flatMap(NetworkCard::charter)
                        .map(charter -> work.apply(wish, new Place(member, charter)))
                        .orElseGet(() -> Operators.answer(Problem.of(
                                404,
                                "network",
                                "No such network",
                                "It is not hosted here, or has no charter in force."))),
                body);
    }

    /** Signs, looks at it as every server will, keeps it, and answers with the names of what was signed. */
    Uni<Response> say(Place place, Act... acts) {
        List<SignedAct> signed = Arrays.stream(acts).map(operator::sign).toList();
        boolean sound = signed.stream()
                .allMatch(act ->
                        KeptAct.read(Jcs.bytes(act.document()), clock.instant()).isPresent());
        if (!sound) {
            return refused("act-form", "Something is missing, too long, or does not go together.");
        }
        Uni<Boolean> said = Uni.createFrom().item(true);
        for (SignedAct act : signed) {
            said = said.chain(before -> networks.say(act).map(kept -> before && kept));
        }
        return said.map(kept -> {
            if (!kept) {
                return Operators.problem(Problem.of(
                        409,
                        "not-kept",
                        "Not kept",
                        "The same was said just now, or this server has said all of the " + NetworkStore.MAX_OF_AUTHOR
                                + " things that a network keeps of each author."));
            }
            LOG.infof(
                    "%s in %s by %s",
                    signed.getFirst().act().getClass().getSimpleName(),
                    place.charter().network(),
                    place.member().who());
            return ModerationAnswers.ok(answer(place.charter().network(), signed));
        });
    }

    private JsonObject answer(Did network, List<SignedAct> signed) {
        JsonObject.Builder json = JsonObject.builder()
                .put("acts", signed.stream().map(act -> act.hash().multibase()).toList());
        networks.card(network)
                .flatMap(card -> card.ruling(signed.getFirst().hash().multibase()))
                .ifPresent(judged -> json.put("ruling", CardJson.ruling(judged)));
        return json.build();
    }

    /** The present second, in which acts are signed. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** 409: the charter does not give this server's operator the part. */
    static Uni<Response> notNamed(String type, String part) {
        return Operators.answer(Problem.of(
                409, type, "Not named", "The network's charter does not name this server's operator as " + part + "."));
    }

    /** 422: what was wished cannot be done as it was written. */
    static Uni<Response> refused(String type, String detail) {
        return Uni.createFrom().item(ModerationAnswers.invalid(type, detail));
    }
}
