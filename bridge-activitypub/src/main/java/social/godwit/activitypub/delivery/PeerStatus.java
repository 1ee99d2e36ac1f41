package social.godwit.activitypub.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * How delivery to one host stands.
 *
 * @param host the peer: host in lower case, with its port unless that is the scheme's default
 * @param position the number up to which everything has been answered for good
 * @param newest the newest number in its queue; nothing waits when it equals {@code position}
 * @param waiting activities that wait
 * @param failures failed attempts since the last answer
 * @param failingSince since when nothing gets through
 * @param nextAttempt when it is tried next; empty when nothing waits
 * @param lastSuccess when it last answered well
 * @param lastProblem what the last failed attempt said, in words
 * @param refused how many deliveries it refused for good, 404 and 410 included
 * @param lastRefusal why the last of them
 */
public record PeerStatus(
        String host,
        long position,
        long newest,
        long waiting,
        int failures,
        Optional<Instant> failingSince,
        Optional<Instant> nextAttempt,
        Optional<Instant> lastSuccess,
        Optional<String> lastProblem,
        long refused,
        Optional<String> lastRefusal) {}
