package social.godwit.identity.request;

import java.time.Instant;
import social.godwit.identity.did.Did;

/** Who signed a request. */
public sealed interface RequestVerdict {
    /**
     * The request is signed, in time.
     *
     * @param signer whose key it is: an authority, a device, an instance; what it may do is the caller's to decide
     * @param created when, in whole seconds
     * @param nonce never accept the same (signer, nonce) twice within {@link IdentityRequest#WINDOW} on both sides
     */
    record Signed(Did signer, Instant created, String nonce) implements RequestVerdict {}

    /**
     * There is a signature by an identity, and it is not valid.
     *
     * @param detail in English, for problem details and logs
     */
    record Refused(String detail) implements RequestVerdict {}

    /** There is no {@code Signature-Input}, or it names a key that is no did:key and none known by name: not ours to judge. */
    record Unsigned() implements RequestVerdict {}
}
