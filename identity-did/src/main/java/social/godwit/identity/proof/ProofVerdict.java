package social.godwit.identity.proof;

import java.time.Instant;
import social.godwit.identity.did.Did;

/** What came of verifying the proof of one map. */
public sealed interface ProofVerdict {
    /**
     * The proof is valid.
     *
     * @param signer whose key made it: the did:key of the verification method, or of the key that the caller gave
     * @param created when the signer says that it was made
     */
    record Valid(Did signer, Instant created) implements ProofVerdict {}

    /**
     * There is a proof, and it is not one that we accept.
     *
     * @param reason the kind of fault
     * @param detail in English, for problem details and logs
     */
    record Refused(ProofRefusal reason, String detail) implements ProofVerdict {}

    /** There is no member {@code proof}. */
    record Absent() implements ProofVerdict {}
}
