package social.godwit.identity.proof;

/** Why a proof is refused. */
public enum ProofRefusal {
    /** Not a single object, or a member of it missing or of another type. */
    MALFORMED,
    /** An option outside the closed set, such as {@code expires}, {@code domain}, {@code challenge} or {@code nonce}. */
    OPTION,
    /** Not {@code DataIntegrityProof} with {@code eddsa-jcs-2022}. */
    SUITE,
    /** Not {@code assertionMethod}. */
    PURPOSE,
    /** {@code proof.@context} differs from the document's, or contexts are not strings. */
    CONTEXT,
    /** The verification method is not a did:key, or not the expected key. */
    KEY,
    /** The signature does not match. */
    SIGNATURE
}
