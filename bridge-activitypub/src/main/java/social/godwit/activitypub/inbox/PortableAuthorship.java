package social.godwit.activitypub.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;

/**
 * Whether a portable actor's activity is proven by its owner (FEP-ef61 Authentication). The proof of the activity covers
 * what is embedded in it; an embedded map with a proof of its own has to be of the same owner and valid too (row P6). Pure.
 */
final class PortableAuthorship {
    /** How far a proof's time may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private PortableAuthorship() {}

    /** How the check ended. */
    sealed interface Verdict {
        /** The owner says so. */
        record Proven() implements Verdict {}

        /** There is no proof at all. */
        record Unproven() implements Verdict {}

        /** There is a proof, and it proves nothing. */
        record Refused(String detail) implements Verdict {}

        /** The proof's time is too far ahead; later it may count. */
        record TooEarly(String detail) implements Verdict {}
    }

    static Verdict of(JsonObject activity, Did owner, Instant now) {
        ProofVerdict outer = IntegrityProof.verify(activity);
        return switch (outer) {
            case ProofVerdict.Absent ignored -> new Verdict.Unproven();
            case ProofVerdict.Refused(var reason, String detail) -> new Verdict.Refused(reason + ": " + detail);
            case ProofVerdict.Valid(Did signer, Instant created) -> {
                if (!signer.equals(owner)) {
                    yield new Verdict.Refused("the proof is not of the actor's DID");
                }
                if (created.isAfter(now.plus(AHEAD))) {
                    yield new Verdict.TooEarly("the proof's time is ahead: " + created);
                }
                yield embedded(activity, owner)
                        .<Verdict>map(Verdict.Refused::new)
                        .orElseGet(Verdict.Proven::new);
            }
        };
    }

    private static Optional<String> embedded(JsonObject activity, Did owner) {
        for (Json item : activity.list("object")) {
            if (item instanceof JsonObject object && object.has("proof")) {
                boolean same = object.string("id")
                        .flatMap(Ids::did)
                        .filter(owner::equals)
                        .isPresent();
                if (!same) {
                    return Optional.of("a signed object of another owner is embedded");
                }
                if (!(IntegrityProof.verify(object) instanceof ProofVerdict.Valid(Did signer, Instant ignored))
                        || !signer.equals(owner)) {
                    return Optional.of("the embedded object's proof is not valid");
                }
            }
        }
        return Optional.empty();
    }
}
