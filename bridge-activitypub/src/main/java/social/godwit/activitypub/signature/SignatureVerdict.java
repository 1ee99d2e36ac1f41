package social.godwit.activitypub.signature;

import java.time.Instant;

/** What is known of a request's sender. */
public sealed interface SignatureVerdict {
    /**
     * The request is as {@code actor} sent it.
     *
     * @param actor the id of the actor whose document lists the key, as that document spells it
     * @param keyId the key's id as the request spelt it
     * @param profile how it was signed
     * @param created when it was signed, as the signature says; at most an hour from our time
     */
    record Signed(String actor, String keyId, SignatureProfile profile, Instant created) implements SignatureVerdict {}

    /** There is no signature. Whether that matters is for the asker to decide. */
    record Unsigned() implements SignatureVerdict {}

    /** There is a signature, and it proves nothing: answer 401. */
    record Refused(Reason reason, String detail) implements SignatureVerdict {}

    /** The key could not be fetched now: answer 503, the sender will try again. */
    record KeyUnavailable(String detail) implements SignatureVerdict {}

    /** Why a signature was refused. */
    enum Reason {
        /** The header fields cannot be read, or say more than one thing. */
        MALFORMED,
        /** An algorithm that we do not take, or one that does not fit the key. */
        ALGORITHM,
        /** The signature does not cover method, target, host, time and (with a body) digest. */
        COVERAGE,
        /** Signed too long ago, in the future, or expired. */
        TIME,
        /** Made for another host. */
        OTHER_HOST,
        /** The digest is missing, doubled or not that of the body. */
        DIGEST,
        /** The key id is none that we would ask anybody for. */
        KEY_ID,
        /** There is no such key, or its owner's document does not list it. */
        KEY,
        /** The key's owner is gone (410 from its origin): a Delete of itself need not be verified. */
        KEY_GONE,
        /** The signature does not fit request and key. */
        MISMATCH
    }
}
