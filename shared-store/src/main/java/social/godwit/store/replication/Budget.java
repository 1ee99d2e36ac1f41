package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What a session may still spend. */
final class Budget {
    static final int ROUNDS = 64;
    static final long BYTES = 64L << 20;
    static final Duration TIME = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Instant until;
    private int rounds = ROUNDS;
    private long bytes = BYTES;

    Budget(InstantSource clock) {
        this.clock = clock;
        this.until = clock.instant().plus(TIME);
    }

    boolean left() {
        return rounds > 0 && bytes > 0 && clock.instant().isBefore(until);
    }

    void round() {
        rounds--;
    }

    void spend(long sent, long received) {
        bytes -= sent + received;
    }
}
