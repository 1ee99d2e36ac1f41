package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one exchange with a peer says about it, whoever began it.
 *
 * @param success whether it answered, or asked, as the protocol wants it
 * @param retryAfter how long the peer wishes to be left alone
 * @param reconciled whether a session ended with nothing left to do
 */
public record Exchange(
        Instant at,
        boolean success,
        Optional<Duration> retryAfter,
        boolean reconciled,
        long sent,
        long received,
        long rejected,
        double demerits) {
    static Exchange good(Instant at, long sent, long received) {
        return new Exchange(at, true, Optional.empty(), false, sent, received, 0, 0);
    }

    static Exchange failed(Instant at, long sent, Optional<Duration> retryAfter) {
        return new Exchange(at, false, retryAfter, false, sent, 0, 0, 0);
    }

    static Exchange breach(Instant at, long received, long rejected, double demerits) {
        return new Exchange(at, true, Optional.empty(), false, 0, received, rejected, demerits);
    }

    static Exchange reconciled(Instant at) {
        return new Exchange(at, true, Optional.empty(), true, 0, 0, 0, 0);
    }
}
