package social.godwit.activitypub.keybag;

import java.time.Duration;
import java.time.Instant;

/**
 * Wrong passphrases counted on one subject. The first {@value #FREE} cost no time, each further one doubles the wait until the
 * next attempt, from a second to a quarter of an hour; a day without any and all is forgotten. So nobody is locked out for
 * ever, and nobody guesses more than about a hundred passphrases in a day.
 */
record Guesses(int failures, Instant last) {
    static final Guesses NONE = new Guesses(0, Instant.EPOCH);
    static final int FREE = 10;
    static final Duration WAIT_MAX = Duration.ofMinutes(15);
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

    /** How long to wait before the next attempt; zero when it may be made now. */
    Duration wait(Instant now) {
        if (failures < FREE || forgotten(now)) {
            return Duration.ZERO;
        }
        // From the tenth doubling on it is more than a quarter of an hour.
        Duration each = Duration.ofSeconds(1L << Math.min(failures - FREE, 10));
        Instant free = last.plus(each.compareTo(WAIT_MAX) < 0 ? each : WAIT_MAX);
        return free.isAfter(now) ? Duration.between(now, free) : Duration.ZERO;
    }

    /** After one more. */
    Guesses wrong(Instant now) {
        return new Guesses(forgotten(now) ? 1 : Math.min(failures + 1, 1_000), now);
    }

    private boolean forgotten(Instant now) {
        return last.plus(FORGOTTEN_AFTER).isBefore(now);
    }
}
