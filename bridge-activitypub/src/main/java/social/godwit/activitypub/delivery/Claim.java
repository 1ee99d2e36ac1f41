package social.godwit.activitypub.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A host that one worker, and no other, serves for a while.
 *
 * @param host which
 * @param token counts the claims of the host: outcomes of an older claim are not recorded
 * @param proven true when the last attempt went well
 * @param failures failed attempts since the last answer
 * @param failingSince when they began
 * @param entries what to send, in order; entries of accounts that the host puts off are left out
 */
record Claim(
        String host, long token, boolean proven, int failures, Optional<Instant> failingSince, List<Entry> entries) {
    Claim {
        entries = List.copyOf(entries);
    }
}
