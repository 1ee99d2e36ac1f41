package social.godwit.activitypub.signature;

/** The two ways in which the fediverse signs requests. */
public enum SignatureProfile {
    /** draft-cavage-http-signatures-12 with {@code Digest}, understood nearly everywhere. */
    CAVAGE,
    /** RFC 9421 with {@code Content-Digest} (RFC 9530). */
    RFC9421
}
