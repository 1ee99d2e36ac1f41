package social.godwit.activitypub.delivery;

import java.time.Duration;
import social.godwit.identity.Randomness;

/**
 * How long to leave a host, or one activity there, alone. The breaker of a host is this and nothing more: closed for the
 * first four failures (a restart is over in seconds), open from the fifth on; when the time is over one request is let
 * through, and its answer closes the breaker or opens it for twice as long.
 */
final class Backoff {
    /** Failures in a row that open the breaker. */
    static final int OPENS_AT = 5;

    /** The longest wait. */
    static final Duration WAIT_MAX = Duration.ofDays(1);

    /** After so many attempts, over a day and a half, an activity that a working host does not take is given up. */
    static final int PUT_OFF_MAX = 12;

    private static final Duration CLOSED_FIRST = Duration.ofSeconds(5);
    private static final Duration OPEN_FIRST = Duration.ofMinutes(10);
    private static final Duration PUT_OFF_FIRST = Duration.ofMinutes(1);

    private final Randomness randomness;

    Backoff(Randomness randomness) {
        this.randomness = randomness;
    }

    /** The wait after {@code failures} failures of a host in a row, one or more. */
    Duration ofHost(int failures) {
        return failures < OPENS_AT
                ? jittered(doubled(CLOSED_FIRST, failures - 1))
                : jittered(doubled(OPEN_FIRST, failures - OPENS_AT));
    }

    /** The wait after a working host put one activity off for the {@code attempts}th time. */
    Duration ofEntry(int attempts) {
        return jittered(doubled(PUT_OFF_FIRST, attempts - 1));
    }

    private static Duration doubled(Duration first, int times) {
        Duration wait = times > 20 ? WAIT_MAX : first.multipliedBy(1L << times);
        return wait.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : wait;
    }

    /** Between 80 and 100 per cent, so that hosts that failed together are not tried together. */
    private Duration jittered(Duration wait) {
        byte[] chance = randomness.bytes(2);
        long share = ((chance[0] & 0xff) << 8 | (chance[1] & 0xff)) * 200L / 65_536;
        return wait.multipliedBy(1_000 - share).dividedBy(1_000);
    }
}
