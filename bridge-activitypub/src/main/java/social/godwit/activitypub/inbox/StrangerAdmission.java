package social.godwit.activitypub.inbox;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocuments;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.RequestVerifier;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.activitypub.signature.SignedPart;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;

/**
 * The way in, cheapest check first: size, media type, JSON, shape, policy, then whether the author says so. A portable
 * author by proof; anybody else by HTTP signature, or, when somebody forwards, by a proof with a key that the author's
 * document lists.
 */
@Singleton
final class StrangerAdmission implements InboxAdmission, AttestedAdmission {
    static final int BYTES_MAX = 1 << 20;

    /** Types that decide who follows whom. */
    private static final Set<String> STATE = Set.of("Follow", "Accept", "Reject", "Block", "Undo");

    private static final Logger LOG = Logger.getLogger(StrangerAdmission.class);

    private final RequestVerifier verifier;
    private final RemoteActors actors;
    private final RemoteDocuments documents;
    private final FollowStore follows;
    private final FederationPolicy policy;
    private final InboxQueue queue;
    private final AccountStore accounts;
    private final InstantSource clock;

    @Inject
    StrangerAdmission(
            RequestVerifier verifier,
            RemoteActors actors,
            RemoteDocuments documents,
            FollowStore follows,
            FederationPolicy policy,
            InboxQueue queue,
            AccountStore accounts,
            InstantSource clock) {
        this.verifier = verifier;
        this.actors = actors;
        this.documents = documents;
        this.follows = follows;
        this.policy = policy;
        this.queue = queue;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** One POST on its way through the checks. */
    private record Posted(
            IncomingRequest request,
            JsonObject activity,
            String actor,
            String type,
            Optional<Account> recipient,
            Instant at,
            boolean again) {
        /** True for what an actor says about itself. */
        boolean aboutItself() {
            return activity.id("object").map(Ids::compared).equals(Optional.of(Ids.compared(actor)));
        }
    }

    @Override
    public Uni<Admission> admit(IncomingRequest request, Optional<Account> recipient) {
        return admit(request, recipient, clock.instant(), false);
    }

    @Override
    public Uni<Admission> admitAgain(IncomingRequest request, Optional<Account> recipient, Instant received) {
        return admit(request, recipient, received, true);
    }

    private Uni<Admission> admit(IncomingRequest request, Optional<Account> recipient, Instant at, boolean again) {
        if (recipient.filter(account -> !account.active()).isPresent()) {
            return refused(404, "Not Found", "there is no such inbox");
        }
        if (request.body().length > BYTES_MAX) {
            return refused(413, "Content Too Large", "at most 1 MiB is taken");
        }
        if (!MediaTypes.isDocument(request.headers().only("content-type"))) {
            return refused(415, "Unsupported Media Type", "send application/activity+json");
        }
        return switch (StrictJson.read(request.body(), JsonLimits.DOCUMENT)) {
            case JsonReading.Malformed(String reason, int offset) ->
                refused(400, "Malformed JSON", reason + " at byte " + offset);
            case JsonReading.Read(JsonObject activity) -> shaped(request, activity, recipient, at, again);
            case JsonReading.Read ignored -> refused(400, "Not an activity", "the document is no object");
        };
    }

    private Uni<Admission> shaped(
            IncomingRequest request, JsonObject activity, Optional<Account> recipient, Instant at, boolean again) {
        Optional<String> fault = ActivityShape.fault(activity);
        if (fault.isPresent()) {
            return refused(400, "Not an activity", fault.get());
        }
        String actor = activity.id("actor").orElseThrow();
        String host = Ids.host(actor);
        if (!host.isEmpty() && policy.stanceOn(host) == Stance.DENY) {
            return refused(403, "Forbidden", "this instance takes nothing from " + host);
        }
        if (policy.standing(Ids.compared(actor)).hidden()) {
            return refused(403, "Forbidden", "this instance takes nothing from " + actor);
        }
        Posted posted = new Posted(request, activity, actor, Types.of(activity), recipient, at, again);
        Optional<Did> owner = Ids.did(actor);
        if (owner.isPresent()) {
            return portable(posted, owner.get());
        }
        boolean farewell = posted.aboutItself()
                && (posted.type().equals("Delete") || posted.type().equals("Update"));
        return farewell ? farewell(posted) : signed(posted);
    }

    /** The Delete or Update of an actor that nobody here ever looked at: most of what servers send each other. */
    private Uni<Admission> farewell(Posted posted) {
        return actors.remembered(posted.actor())
                .chain(known -> known instanceof ActorLookup.NotFound
                        ? Uni.createFrom().item(new Admission.Ignored("nobody here knows that actor"))
                        : signed(posted));
    }

    private Uni<Admission> portable(Posted posted, Did owner) {
        return switch (PortableAuthorship.of(posted.activity(), owner, clock.instant())) {
            case PortableAuthorship.Verdict.Proven ignored -> keep(posted, Arrival.Proof.INTEGRITY);
            case PortableAuthorship.Verdict.Refused(String detail) -> refused(401, "Invalid proof", detail);
            case PortableAuthorship.Verdict.TooEarly(String detail) -> unavailable(detail);
            case PortableAuthorship.Verdict.Unproven ignored ->
                posted.type().equals("Accept")
                        ? acceptByHome(posted)
                        : refused(401, "Missing proof", "a portable actor's activities need the proof of its DID");
        };
    }

    /**
     * The one exception for portable actors: the Accept of our own pending Follow, signed by the home key that the
     * followed, unlocked actor's verified document lists.
     */
    private Uni<Admission> acceptByHome(Posted posted) {
        Optional<String> follow = posted.activity().id("object").filter(Ids::usable);
        if (follow.isEmpty()) {
            return refused(401, "Missing proof", "a portable actor's activities need the proof of its DID");
        }
        return follows.awaits(follow.get(), posted.actor())
                .chain(awaited -> awaited
                        ? verifier.verify(posted.request(), posted.at()).chain(verdict -> acceptSigned(posted, verdict))
                        : refused(401, "Missing proof", "a portable actor's activities need the proof of its DID"));
    }

    private Uni<Admission> acceptSigned(Posted posted, SignatureVerdict verdict) {
        return switch (verdict) {
            case SignatureVerdict.Signed signed
            when isSame(signed.actor(), posted.actor()) ->
                actors.get(posted.actor())
                        .chain(lookup -> lookup instanceof ActorLookup.Found(RemoteActor actor, boolean ignored)
                                        && !actor.manuallyApprovesFollowers()
                                ? keep(posted, Arrival.Proof.HTTP)
                                : refused(401, "Missing proof", "the followed actor approves followers itself"));
            case SignatureVerdict.KeyUnavailable(String detail) -> unavailable(detail);
            case SignatureVerdict.Refused(var reason, String detail) ->
                refused(401, "Invalid signature", reason + ": " + detail);
            default -> refused(401, "Missing proof", "a portable actor's activities need the proof of its DID");
        };
    }

    private Uni<Admission> signed(Posted posted) {
        return verifier.verify(posted.request(), posted.at()).chain(verdict -> switch (verdict) {
            case SignatureVerdict.Signed signed ->
                isSame(signed.actor(), posted.actor()) ? keep(posted, Arrival.Proof.HTTP) : forwarded(posted);
            case SignatureVerdict.Unsigned ignored -> forwarded(posted);
            case SignatureVerdict.KeyUnavailable(String detail) -> unavailable(detail);
            case SignatureVerdict.Refused(SignatureVerdict.Reason reason, String detail) -> {
                boolean gone = reason == SignatureVerdict.Reason.KEY_GONE
                        && posted.type().equals("Delete")
                        && posted.aboutItself();
                yield gone ? goneAtOrigin(posted) : refused(401, "Invalid signature", reason + ": " + detail);
            }
        });
    }

    /** Sent by somebody else than its author, or unsigned: the author's own proof counts (FEP-8b32), nothing else does. */
    private Uni<Admission> forwarded(Posted posted) {
        Optional<String> method = IntegrityProof.verificationMethod(posted.activity());
        if (method.isEmpty()) {
            return posted.type().equals("Delete")
                    ? goneAtOrigin(posted)
                    : refused(401, "Unproven", "the request is not signed by the activity's actor");
        }
        return actors.get(posted.actor()).chain(lookup -> switch (lookup) {
            case ActorLookup.Found(RemoteActor actor, boolean ignored) ->
                keyOf(actor, method.get())
                        .map(key -> IntegrityProof.verify(posted.activity(), key) instanceof ProofVerdict.Valid
                                ? keep(posted, Arrival.Proof.INTEGRITY)
                                : refused(401, "Invalid proof", "the proof is not valid"))
                        .orElseGet(() -> refused(401, "Invalid proof", "the actor does not list the proof's key"));
            case ActorLookup.Unavailable(String detail) -> unavailable(detail);
            case ActorLookup.Gone ignored -> refused(401, "Invalid proof", "the actor is gone");
            case ActorLookup.NotFound(String detail) -> refused(401, "Invalid proof", detail);
        });
    }

    private static Optional<Ed25519PublicKey> keyOf(RemoteActor actor, String method) {
        return actor.keys().stream()
                .filter(key -> key.id().equals(method))
                .flatMap(key -> Multikey.parse(key.multibase()).stream())
                .flatMap(key -> key instanceof Ed25519PublicKey ed25519 ? Stream.of(ed25519) : Stream.empty())
                .findFirst();
    }

    /** A Delete that nothing proves is believed when the origin itself says that the object is gone (rows 12, 13). */
    private Uni<Admission> goneAtOrigin(Posted posted) {
        Optional<String> id = posted.activity()
                .id("object")
                .filter(Ids::usable)
                .filter(one -> Ids.origin(one).equals(Ids.origin(posted.actor())));
        if (id.isEmpty()) {
            return refused(401, "Unproven", "the request is not signed by the activity's actor");
        }
        return documents.get(id.get()).chain(lookup -> switch (lookup) {
            case DocumentLookup.Gone ignored -> keep(posted, Arrival.Proof.INTEGRITY);
            case DocumentLookup.Unavailable(String detail) -> unavailable(detail);
            default -> refused(401, "Unproven", "the object is not gone at its origin");
        });
    }

    private Uni<Admission> keep(Posted posted, Arrival.Proof proof) {
        boolean followersMatter = switch (posted.type()) {
            case "Create", "Update" -> !isPublic(posted.activity());
            default -> false;
        };
        if (!followersMatter) {
            return queue(posted, proof, Optional.empty());
        }
        return actors.get(posted.actor()).chain(lookup -> switch (lookup) {
            case ActorLookup.Found(RemoteActor actor, boolean ignored) -> queue(posted, proof, actor.followers());
            case ActorLookup.Unavailable(String detail) -> unavailable(detail);
            default -> queue(posted, proof, Optional.empty());
        });
    }

    private static boolean isPublic(JsonObject activity) {
        return activity.object("object")
                .map(Audience::of)
                .orElse(Audience.of(activity))
                .isPublic();
    }

    private Uni<Admission> queue(Posted posted, Arrival.Proof proof, Optional<String> followers) {
        String body = new String(posted.request().body(), StandardCharsets.UTF_8);
        return evidence(posted, proof)
                .map(evidence -> new Arrival(
                        posted.activity(),
                        body,
                        posted.actor(),
                        proof,
                        posted.recipient().map(Account::did),
                        followers,
                        evidence))
                .chain(queue::accept)
                .map(outcome -> switch (outcome) {
                    case QUEUED, DUPLICATE -> new Admission.Accepted();
                    case CONFLICT -> {
                        LOG.infof(
                                "%s was sent again with other content by %s",
                                posted.activity().string("id"), posted.actor());
                        yield new Admission.Ignored("another activity with this id is known");
                    }
                    case OVERLOADED -> new Admission.Unavailable("too much is waiting, try again later");
                });
    }

    /**
     * What a record for the account's other gateways needs. Of follows always, so that a gateway that is added one day
     * learns who follows; of the rest while there may be another gateway.
     */
    private Uni<Optional<Evidence>> evidence(Posted posted, Arrival.Proof proof) {
        if (posted.again()) {
            Optional<Instant> said = proof == Arrival.Proof.INTEGRITY
                    ? Evidence.proofTime(posted.activity())
                    : SignedPart.time(posted.request(), posted.at());
            return Uni.createFrom().item(Optional.of(Evidence.told(said.orElse(posted.at()))));
        }
        if (proof == Arrival.Proof.INTEGRITY) {
            return Uni.createFrom().item(Optional.of(Evidence.of(posted.activity(), posted.at())));
        }
        Uni<Boolean> wanted = STATE.contains(posted.type())
                ? Uni.createFrom().item(true)
                : posted.recipient()
                        .map(account -> Uni.createFrom().item(account.shared()))
                        .orElseGet(accounts::anyShared);
        return wanted.map(yes -> yes ? Evidence.of(posted.request(), posted.at()) : Optional.empty());
    }

    private static boolean isSame(String one, String other) {
        return Ids.compared(one).equals(Ids.compared(other));
    }

    private static Uni<Admission> refused(int status, String title, String detail) {
        return Uni.createFrom().item(new Admission.Refused(status, title, detail));
    }

    private static Uni<Admission> unavailable(String detail) {
        return Uni.createFrom().item(new Admission.Unavailable(detail));
    }
}
