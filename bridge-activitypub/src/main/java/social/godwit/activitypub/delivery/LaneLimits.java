package social.godwit.activitypub.delivery;

import java.time.Duration;

/**
 * How much is done at once. A lane has at most four requests under way.
 *
 * @param proven lanes for hosts whose last attempt went well; nobody else takes their place
 * @param others lanes for hosts that are new or failing, so that thousands of dead hosts wait for each other only
 * @param together hosts of a kind claimed with one look: the first are asked before the last are read
 * @param claim how long a host belongs to a worker that has died
 * @param grouping how long outcomes are gathered before they are recorded together; what a crash makes us send again
 */
record LaneLimits(int proven, int others, int together, Duration claim, Duration grouping) {
    static final LaneLimits DEFAULT = new LaneLimits(128, 512, 48, Duration.ofSeconds(15), Duration.ofMillis(20));
}
