package social.godwit.activitypub.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of an entry.
 *
 * @param host whose queue
 * @param token the claim under which it was sent
 * @param number its place
 * @param remaining inboxes that have yet to answer; none ends the entry
 * @param attempts how often the host has put it off
 * @param heldUntil when it is tried again, if the host put off this one
 */
record Settled(
        String host, long token, long number, List<String> remaining, int attempts, Optional<Instant> heldUntil) {
    Settled {
        remaining = List.copyOf(remaining);
    }
}
