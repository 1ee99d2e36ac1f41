package social.godwit.activitypub.signature;

import java.security.PrivateKey;

/**
 * A key that signs outgoing requests, and its name. Never an account's authority or device key: those sign nothing here.
 *
 * @param id the key id under which the signer's actor document lists the key
 * @param privateKey an RSA (2048 bits or more) or Ed25519 key of any JCA provider
 */
public record RequestKey(String id, PrivateKey privateKey) {
    /** The id only. */
    @Override
    public String toString() {
        return "RequestKey[" + id + "]";
    }
}
