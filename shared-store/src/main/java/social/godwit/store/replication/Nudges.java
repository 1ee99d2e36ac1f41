package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import social.godwit.store.Timers;

/**
 * When to look for something to push: soon after something is being stored, and again until the transaction that stores it has
 * very likely ended; while more is being stored all the time, ten times a second, so that a request carries what came meanwhile.
 */
public final class Nudges {
    /** Most transactions have ended after this. */
    static final Duration COMMIT = Duration.ofMillis(25);

    /** Between two looks. */
    static final Duration PACE = Duration.ofMillis(100);

    /** A transaction that takes longer is found by those who look every second. */
    private static final Duration LONGEST_COMMIT = Duration.ofMillis(150);

    private final Timers timers;
    private final InstantSource clock;
    private final Runnable look;
    private Instant last = Instant.EPOCH;
    private Instant wanted = Instant.EPOCH;
    private boolean planned;

    /**
     * Nothing happens by itself.
     *
     * @param look begins to push, and returns at once
     */
    public Nudges(Timers timers, InstantSource clock, Runnable look) {
        this.timers = timers;
        this.clock = clock;
        this.look = look;
    }

    /** Something is being stored. */
    public void stored() {
        Instant now = clock.instant();
        Duration rest;
        synchronized (this) {
            wanted = now.plus(LONGEST_COMMIT);
            if (planned) {
                return;
            }
            planned = true;
            rest = Duration.between(now, last.plus(PACE));
        }
        plan(rest.compareTo(COMMIT) > 0 && rest.compareTo(PACE) <= 0 ? rest : COMMIT);
    }

    private void plan(Duration delay) {
        timers.after(delay).subscribe().with(passed -> {
            look.run();
            boolean more;
            synchronized (this) {
                last = clock.instant();
                more = wanted.isAfter(last);
                planned = more;
            }
            if (more) {
                plan(PACE);
            }
        });
    }
}
