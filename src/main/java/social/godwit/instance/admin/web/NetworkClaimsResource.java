package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.form.Words;
import social.godwit.network.host.Networks;
import social.godwit.network.staff.Permission;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/** What this server's staff vouches for in a network that names the server's operator as issuer, and taking it back. */
@Path("/admin/v1/networks/{network}/desk/claims")
@Produces(MediaType.APPLICATION_JSON)
class NetworkClaimsResource {
    private static final long DAYS_DEFAULT = 365;
    private static final long DAYS_MAX = Credential.MAX_TIME.toDays();

    private final NetworkDesk desk;
    private final Networks networks;
    private final OperatorKey operator;

    NetworkClaimsResource(NetworkDesk desk, Networks networks, OperatorKey operator) {
        this.desk = desk;
        this.networks = networks;
        this.operator = operator;
    }

    /**
     * Vouches for {@code account}: {@code claim}, {@code detail}, {@code days}. The charter has to name the operator as issuer, and
     * nobody vouches for themselves (409).
     */
    @POST
    public Uni<Response> vouch(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return desk.place(Permission.VERIFY, request, network, body, (wish, place) -> {
            Optional<Did> account = wish.string("account").flatMap(Did::parse);
            Optional<Claim> claim = wish.string("claim").flatMap(word -> Words.parse(Claim.class, word));
            long days = ModerationAnswers.number(wish, "days").orElse(DAYS_DEFAULT);
            if (account.isEmpty() || claim.isEmpty() || days < 1 || days > DAYS_MAX) {
                return NetworkDesk.refused(
                        "claim-form", "Name an account by its DID, a claim, and 1 to " + DAYS_MAX + " days.");
            }
            if (account.get().equals(operator.did())
                    || account.get().toString().equals(place.member().who())) {
                return Operators.answer(Problem.of(
                        409,
                        "own-claim",
                        "About yourself",
                        "Nobody vouches for themselves. Ask somebody else who may."));
            }
            if (!place.charter().verification().trusts(operator.did(), claim.get())) {
                return NetworkDesk.notNamed("not-issuer", "issuer of such claims");
            }
            Instant now = desk.now();
            return desk.say(
                    place,
                    new Attestation(
                            place.charter().network(),
                            now,
                            operator.vouch(
                                    account.get(),
                                    place.charter().network(),
                                    claim.get(),
                                    wish.string("detail").filter(text -> !text.isEmpty()),
                                    now,
                                    now.plus(Duration.ofDays(days)))));
        });
    }

    /** Takes back all that the operator vouches for about {@code account}. */
    @POST
    @Path("/revoke")
    public Uni<Response> revoke(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return desk.place(Permission.VERIFY, request, network, body, (wish, place) -> {
            Optional<Did> account = wish.string("account").flatMap(Did::parse);
            List<Act> revocations = account
                    .flatMap(did -> networks.card(place.charter().network())
                            .map(card -> card.vouched().getOrDefault(did, List.of())))
                    .orElse(List.of())
                    .stream()
                    .filter(one -> one.credential().issuer().equals(operator.did())
                            && one.standing() != Vouched.Standing.REVOKED)
                    .<Act>map(one -> new Revocation(
                            place.charter().network(),
                            desk.now(),
                            one.credential().hash()))
                    .toList();
            return revocations.isEmpty()
                    ? Operators.answer(
                            Problem.of(404, "claims", "No such claims", "Nothing is vouched for about it here."))
                    : desk.say(place, revocations.toArray(Act[]::new));
        });
    }
}
