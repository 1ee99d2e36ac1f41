package social.godwit.activitypub.signature;

/** What a request's header fields say before any key is looked at. */
sealed interface SignatureReading permits SignatureClaim, SignatureReading.None, SignatureReading.Unacceptable {
    /** There is no signature. */
    record None() implements SignatureReading {}

    /** There is one that no key could make good. */
    record Unacceptable(SignatureVerdict.Reason reason, String detail) implements SignatureReading {}
}
