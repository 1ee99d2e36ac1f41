package social.godwit.activitypub.oldaddress;

import java.time.Instant;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;

/**
 * An address that an account has left, with the key that servers know for it.
 *
 * @param gateway the origin that the old ids are spelt with
 * @param keyId the id of the key, as the old actor document lists it
 * @param expires until when it may be used
 */
public record OldAddress(Origin gateway, String keyId, RsaKeyPair key, Instant expires) {
    /** What requests are signed with. */
    public RequestKey requestKey() {
        return new RequestKey(keyId, key.jca());
    }
}
