package social.godwit.identity.keylog;

import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;

/**
 * The account that goes on in another's place.
 *
 * @param successor its DID
 * @param by who named it
 * @param name of the recovery, or what the helpers' entries agree on
 * @param closed where the devices' chains end; one that is not named here, and was not revoked before, is closed whole
 */
public record Succession(Did successor, Rank by, Sha256 name, List<Revocation> closed) {
    /** Who may name a successor, the higher first. */
    public enum Rank {
        /** The recovery key, at once. */
        RECOVERY_KEY,
        /** Helpers, after {@link KeyLog#HELPER_DELAY}. */
        HELPERS
    }

    /** Copies the list. */
    public Succession {
        closed = List.copyOf(closed);
    }
}
