package social.godwit.activitypub.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A lane has ended: how the host stands now.
 *
 * @param host which
 * @param token the claim that ends
 * @param retryAt when to knock again; empty when it answers: then whenever something waits
 * @param failures failed attempts since the last answer
 * @param failingSince when they began
 * @param lastSuccess when something was delivered, if this time
 * @param problem what the failed attempt said
 * @param refused how many deliveries it refused for good
 * @param refusal why the last of them
 */
record Release(
        String host,
        long token,
        Optional<Instant> retryAt,
        int failures,
        Optional<Instant> failingSince,
        Optional<Instant> lastSuccess,
        Optional<String> problem,
        int refused,
        Optional<String> refusal) {}
