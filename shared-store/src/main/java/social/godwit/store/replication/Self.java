package social.godwit.store.replication;

import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;

/** This instance as its peers know it. */
public record Self(Origin origin, SigningKey key) {
    /** Who it is. */
    public Did did() {
        return key.did();
    }
}
