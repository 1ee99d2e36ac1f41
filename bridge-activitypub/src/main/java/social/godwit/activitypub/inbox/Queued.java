package social.godwit.activitypub.inbox;

import java.time.Instant;

/**
 * An activity taken from the queue.
 *
 * @param place where it stands
 * @param attempts how often it failed before
 * @param arrival the activity
 * @param receivedAt when it was kept
 */
public record Queued(Place place, int attempts, Arrival arrival, Instant receivedAt) {}
