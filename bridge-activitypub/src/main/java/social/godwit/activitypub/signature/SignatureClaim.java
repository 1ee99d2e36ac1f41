package social.godwit.activitypub.signature;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Multikey;

/**
 * A signature that has passed every check that needs no key: it covers what it must, in time, for our host, over this body.
 * What is left is to ask whether the key really made it.
 */
final class SignatureClaim implements SignatureReading {
    private final String keyId;
    private final SignatureProfile profile;
    private final Instant created;
    private final Optional<SignatureAlgorithm> algorithm;
    private final List<byte[]> bases;
    private final byte[] signature;

    /**
     * A claim.
     *
     * @param algorithm the algorithm that the request names, if any; it must be the key's, and decides nothing
     * @param bases the byte strings one of which was signed: peers differ in whether the query belongs to the target
     */
    SignatureClaim(
            String keyId,
            SignatureProfile profile,
            Instant created,
            Optional<SignatureAlgorithm> algorithm,
            List<byte[]> bases,
            byte[] signature) {
        this.keyId = keyId;
        this.profile = profile;
        this.created = created;
        this.algorithm = algorithm;
        this.bases = bases;
        this.signature = signature;
    }

    Instant created() {
        return created;
    }

    String keyId() {
        return keyId;
    }

    /** Whether {@code key} made the signature; says why not. */
    Optional<SignatureVerdict.Refused> check(Multikey key) {
        SignatureAlgorithm ofKey = SignatureAlgorithm.of(key);
        if (algorithm.isPresent() && algorithm.get() != ofKey) {
            return Optional.of(new SignatureVerdict.Refused(
                    SignatureVerdict.Reason.ALGORITHM, "the request names an algorithm that is not the key's"));
        }
        for (byte[] base : bases) {
            if (ofKey.verifies(key, base, signature)) {
                return Optional.empty();
            }
        }
        return Optional.of(new SignatureVerdict.Refused(
                SignatureVerdict.Reason.MISMATCH, "the signature does not fit the request and the key " + keyId));
    }

    /** The verdict once {@link #check} has found nothing wrong with the key of {@code actor}. */
    SignatureVerdict.Signed signedBy(String actor) {
        return new SignatureVerdict.Signed(actor, keyId, profile, created);
    }
}
