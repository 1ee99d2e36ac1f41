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
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.form.Words;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.host.KeptAct;
import social.godwit.network.host.NetworkStore;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/**
 * What this server's staff does in a network that names the server's operator as steward or issuer: signed with the operator's key,
 * it concerns that network only, and every server that hosts the network follows it.
 */
@Path("/admin/v1/networks/{network}/desk")
@Produces(MediaType.APPLICATION_JSON)
class NetworkDeskResource {
    private static final Logger LOG = Logger.getLogger(NetworkDeskResource.class);
    private static final long HOURS_MAX = 24L * 3660;
    private static final long DAYS_DEFAULT = 365;
    private static final long DAYS_MAX = Credential.MAX_TIME.toDays();

    private final Staff staff;
    private final Networks networks;
    private final OperatorKey operator;
    private final InstantSource clock;

    NetworkDeskResource(Staff staff, Networks networks, OperatorKey operator, InstantSource clock) {
        this.staff = staff;
        this.networks = networks;
        this.operator = operator;
        this.clock = clock;
    }

    private static Permission permission(Action action) {
        return switch (action) {
            case LABEL -> Permission.LABEL;
            case WARN, CONTENT_WARNING, SENSITIVE, LIMIT -> Permission.RESTRICT;
            case HIDE, SUSPEND -> Permission.SUSPEND;
        };
    }

    /** Rules about {@code subject}: {@code action}, {@code text}, {@code rule}, {@code facts}, {@code hours}. */
    @POST
    @Path("/rulings")
    public Uni<Response> rule(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return steward(Permission.SEE_CASES, request, network, body, (wish, place) -> {
            Optional<Action> action = wish.string("action").flatMap(word -> Words.parse(Action.class, word));
            Optional<Subject> subject = wish.string("subject")
                    .flatMap(Subject::parse)
                    .filter(one -> one.kind() != Subject.Kind.DOMAIN)
                    .map(one -> new Subject(one.kind(), Ids.compared(one.id())));
            Optional<Long> hours = ModerationAnswers.number(wish, "hours");
            if (action.isEmpty()
                    || subject.isEmpty()
                    || (wish.has("hours")
                            && hours.filter(one -> one > 0 && one <= HOURS_MAX).isEmpty())) {
                return refused(
                        "ruling-form",
                        "Name a subject (account:… or post:…), an action, a rule and the facts; hours is a number.");
            }
            if (!place.member().may(permission(action.get()))) {
                return permission(
                        permission(action.get()),
                        "This action needs " + permission(action.get()).word() + ".");
            }
            Instant now = now();
            return staff.unlessOutranked(
                    place.member(),
                    List.of(subject.get()),
                    () -> say(
                            place,
                            new Ruling(
                                    place.charter().network(),
                                    now,
                                    place.charter().hash(),
                                    subject.get(),
                                    action.get(),
                                    wish.string("text").filter(text -> !text.isEmpty()),
                                    wish.string("rule").orElse(""),
                                    wish.string("facts").orElse(""),
                                    hours.map(one -> now.plus(Duration.ofHours(one))))));
        });
    }

    /** Takes a ruling back: {@code ruling}, its hash, and {@code reason}. */
    @POST
    @Path("/rulings/reverse")
    public Uni<Response> reverse(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return steward(Permission.SEE_CASES, request, network, body, (wish, place) -> {
            Optional<JudgedRuling> judged = wish.string("ruling")
                    .filter(name -> !name.isEmpty())
                    .flatMap(name -> networks.card(place.charter().network()).flatMap(card -> card.ruling(name)));
            if (judged.isEmpty()) {
                return Operators.answer(Problem.of(404, "ruling", "No such ruling", "There is no such ruling."));
            }
            if (!place.member().may(permission(judged.get().ruling().action()))) {
                Permission needed = permission(judged.get().ruling().action());
                return permission(needed, "Taking this back needs " + needed.word() + ".");
            }
            return staff.unlessOutranked(
                    place.member(),
                    List.of(judged.get().ruling().subject()),
                    () -> say(
                            place,
                            new Reversal(
                                    place.charter().network(),
                                    now(),
                                    judged.get().act().hash(),
                                    wish.string("reason").orElse(""))));
        });
    }

    /**
     * Vouches for {@code account}: {@code claim}, {@code detail}, {@code days}. The charter has to name the operator as issuer, and
     * nobody vouches for themselves (409).
     */
    @POST
    @Path("/claims")
    public Uni<Response> vouch(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return place(Permission.VERIFY, request, network, body, (wish, place) -> {
            Optional<Did> account = wish.string("account").flatMap(Did::parse);
            Optional<Claim> claim = wish.string("claim").flatMap(word -> Words.parse(Claim.class, word));
            long days = ModerationAnswers.number(wish, "days").orElse(DAYS_DEFAULT);
            if (account.isEmpty() || claim.isEmpty() || days < 1 || days > DAYS_MAX) {
                return refused("claim-form", "Name an account by its DID, a claim, and 1 to " + DAYS_MAX + " days.");
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
                return notNamed("not-issuer", "issuer of such claims");
            }
            Instant now = now();
            return say(
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
    @Path("/claims/revoke")
    public Uni<Response> revoke(@Context RoutingContext request, @PathParam("network") String network, byte[] body) {
        return place(Permission.VERIFY, request, network, body, (wish, place) -> {
            Optional<Did> account = wish.string("account").flatMap(Did::parse);
            List<Act> revocations = account
                    .flatMap(did -> networks.card(place.charter().network())
                            .map(card -> card.vouched().getOrDefault(did, List.of())))
                    .orElse(List.of())
                    .stream()
                    .filter(one -> one.credential().issuer().equals(operator.did())
                            && one.standing() != Vouched.Standing.REVOKED)
                    .<Act>map(one -> new Revocation(
                            place.charter().network(), now(), one.credential().hash()))
                    .toList();
            return revocations.isEmpty()
                    ? Operators.answer(
                            Problem.of(404, "claims", "No such claims", "Nothing is vouched for about it here."))
                    : say(place, revocations.toArray(Act[]::new));
        });
    }

    private record Place(Member member, Charter charter) {}

    private Uni<Response> steward(
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

    private Uni<Response> place(
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
    private Uni<Response> say(Place place, Act... acts) {
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

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Uni<Response> notNamed(String type, String part) {
        return Operators.answer(Problem.of(
                409, type, "Not named", "The network's charter does not name this server's operator as " + part + "."));
    }

    private static Uni<Response> permission(Permission needed, String detail) {
        return Operators.answer(ModerationAnswers.needs(needed, detail));
    }

    private static Uni<Response> refused(String type, String detail) {
        return Uni.createFrom().item(ModerationAnswers.invalid(type, detail));
    }
}
