package social.godwit.activitypub.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;

/**
 * So many times in so much time, for each key: a leaky bucket of one instant a key. Kept in memory and bounded: when too
 * many keys are known, the one unused for longest is forgotten, which at worst gives a stranger a fresh allowance.
 */
public final class Allowance {
    /** How many keys are remembered at most. */
    public static final int KEYS_MAX = 20_000;

    private final InstantSource clock;
    private final Duration each;
    private final Duration window;
    /** When the bucket of each key will be empty; guarded by itself. */
    private final Map<String, Instant> emptyAt = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > KEYS_MAX;
        }
    };

    /** {@code times} at once, and as many in every {@code window}. */
    public Allowance(InstantSource clock, int times, Duration window) {
        this.clock = clock;
        this.each = window.dividedBy(times);
        this.window = window;
    }

    /** Takes one use for {@code key}; a 429 that says when to come again when it was not granted. */
    public Optional<Problem> refusal(String key) {
        return refusal(key, 1);
    }

    /** Takes {@code uses} at once, at most as many as a whole window has, or none. */
    public Optional<Problem> refusal(String key, int uses) {
        Duration wait = take(key, uses);
        return wait.isZero()
                ? Optional.empty()
                : Optional.of(Problem.of(429, "rate", "Too Many Requests", "Too much was asked for in a short time.")
                        .retryAfter((int) wait.toSeconds() + 1));
    }

    /** Zero when {@code uses} were granted, else how long to wait for as many. */
    Duration take(String key, int uses) {
        Instant now = clock.instant();
        synchronized (emptyAt) {
            Instant from = emptyAt.getOrDefault(key, now);
            Instant until = (from.isBefore(now) ? now : from).plus(each.multipliedBy(uses));
            Duration over = Duration.between(now.plus(window), until);
            if (over.isPositive()) {
                return over;
            }
            emptyAt.put(key, until);
            return Duration.ZERO;
        }
    }
}
