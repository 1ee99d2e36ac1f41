package social.godwit.identity.keylog;

import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.encoding.Sha256;

/**
 * The last link of a device's chain that its owner recognises; what comes later in that chain is void.
 *
 * @param chain which of the device's chains; a chain that is not named has no recognised link
 * @param seq of that link
 * @param hash of that link
 */
public record ChainEnd(ChainClass chain, long seq, Sha256 hash) {
    /** Checks the number. */
    public ChainEnd {
        if (seq < 1) {
            throw new IllegalArgumentException("links begin at 1");
        }
    }
}
