package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import social.godwit.identity.did.Did;

/**
 * What signers may have this process do for them, counted in units of work of which taking a record is one. Each signer has a
 * bucket that runs out at a steady rate and may be filled by bursts; bounded however many signers there are.
 *
 * <p>Peers that share an account may have {@link #RATE} units a second done, twice what a thousand records a second come to.
 * Strangers, whose keys cost nothing, have a tenth of that each, and as much as one peer all together.
 */
final class Quota {
    /** Units in a second for a peer that shares an account. */
    static final long RATE = 2_000;

    /** Units in a second for anybody else. */
    static final long STRANGERS_RATE = RATE / 10;

    /** So long may go by at once. */
    static final Duration BURST = Duration.ofMinutes(5);

    /** What each request costs, for its signature and for what is noted of its signer. */
    static final long REQUEST = 10;

    /** A message of level 1. */
    static final long COMMON = 50;

    /** A message on one shelf. */
    static final long SHELF = 5;

    /** Items of a shelf that are given salted ids for a unit. */
    static final long SALTED = 100;

    private static final int BYTES = 8 << 10;
    private static final int SIGNERS = 10_000;

    private final Bucket strangers = new Bucket();
    private final Map<Did, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Did, Bucket> eldest) {
            return size() > SIGNERS;
        }
    };

    private static final class Bucket {
        double level;
        Instant at = Instant.EPOCH;
        boolean shares;

        long rate() {
            return shares ? RATE : STRANGERS_RATE;
        }

        void add(long work, long rate, Instant now) {
            double gone = rate * Math.max(0, Duration.between(at, now).toMillis()) / 1e3;
            level = Math.max(0, level - gone) + work;
            at = now;
        }

        double over(long rate) {
            return (level - rate * BURST.toSeconds()) / rate;
        }
    }

    /** What so many bytes cost, in either direction. */
    static long bytes(long size) {
        return size / BYTES;
    }

    /** Counts work; how many seconds the signer has to wait before anything more is done for it, or 0. */
    synchronized long take(Did signer, long work, Instant now) {
        Bucket bucket = buckets.computeIfAbsent(signer, absent -> new Bucket());
        bucket.add(0, bucket.rate(), now);
        strangers.add(0, RATE, now);
        double over = bucket.over(bucket.rate());
        if (!bucket.shares) {
            over = Math.max(over, strangers.over(RATE));
        }
        if (over >= 0) {
            return 1 + (long) over;
        }
        count(bucket, work, now);
        return 0;
    }

    /** Counts work that was done since. */
    synchronized void count(Did signer, long work, Instant now) {
        count(buckets.computeIfAbsent(signer, absent -> new Bucket()), work, now);
    }

    private void count(Bucket bucket, long work, Instant now) {
        bucket.add(work, bucket.rate(), now);
        if (!bucket.shares) {
            strangers.add(work, RATE, now);
        }
    }

    /** Whether the signer shares an account with this instance. */
    synchronized void know(Did signer, boolean shares) {
        buckets.computeIfAbsent(signer, absent -> new Bucket()).shares = shares;
    }
}
