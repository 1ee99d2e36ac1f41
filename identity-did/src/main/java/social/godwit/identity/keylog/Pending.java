package social.godwit.identity.keylog;

import java.time.Instant;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * What the log announces and is not in force yet.
 *
 * @param kind what it is
 * @param name of the entry, or what the helpers' entries agree on
 * @param successor whom the helpers name
 * @param signed how many have signed
 * @param needed how many must
 * @param since when enough of them had been received; nothing as long as that is not so
 * @param inForce when it takes effect, unless somebody objects
 * @param vetoed whether a device objects: it will not take effect
 */
public record Pending(
        Kind kind,
        Sha256 name,
        Optional<Did> successor,
        int signed,
        int needed,
        Optional<Instant> since,
        Optional<Instant> inForce,
        boolean vetoed) {
    /** Kinds of announcements. */
    public enum Kind {
        /** The authority key puts another recovery key in the place of the one that is said to be lost. */
        REPLACEMENT,
        /** Helpers name a successor. */
        SUCCESSION
    }

    boolean inForceAt(Instant time) {
        return !vetoed && inForce.filter(when -> !when.isAfter(time)).isPresent();
    }
}
