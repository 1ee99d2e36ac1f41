package social.godwit.activitypub.signature;

import java.net.URI;
import social.godwit.activitypub.http.Headers;

/** Makes the header fields that sign an outgoing request. Pure computation; one RSA signature each. */
public interface OutgoingSigner {
    /**
     * The fields to add: {@code Signature} (and {@code Signature-Input}) and the digest of a body.
     *
     * @param method the method in upper case
     * @param uri the target; its raw path and query are signed
     * @param headers fields that stand already, {@code host} and {@code date} among them
     * @param body the body, empty for none
     */
    Headers sign(String method, URI uri, Headers headers, byte[] body, RequestKey key, SignatureProfile profile);
}
