package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a peer has done so far.
 *
 * @param shares whether it is a gateway of an account that is kept here
 * @param lastSuccess when it last gave an answer that could be used
 * @param failures exchanges that failed since then, in a row
 * @param notBefore until when it is left alone after failures
 * @param lastReconciled when a session last ended with nothing left to do
 * @param sent bytes of bodies
 * @param received bytes of bodies
 * @param rejected records and hashes of it that were refused
 * @param demerits for breaches of the protocol, as of {@code demeritsAt}; they halve every {@link #HALF_LIFE}
 */
public record PeerState(
        boolean shares,
        Optional<Instant> lastSuccess,
        int failures,
        Optional<Instant> notBefore,
        Optional<Instant> lastReconciled,
        long sent,
        long received,
        long rejected,
        double demerits,
        Optional<Instant> demeritsAt) {
    /** Of a peer that nothing is known of. */
    public static final PeerState NEW =
            new PeerState(false, Optional.empty(), 0, Optional.empty(), Optional.empty(), 0, 0, 0, 0, Optional.empty());

    /** After this time half of the demerits are forgotten. */
    public static final Duration HALF_LIFE = Duration.ofHours(1);

    /** With so many demerits a peer is neither served nor asked. */
    public static final double MAX_DEMERITS = 100;

    /** Who gave no usable answer for so long is no healthy replica. */
    private static final Duration SILENT = Duration.ofHours(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    /** After failures a peer is left alone no longer than this, unless it asked for more. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** The same of a peer that shares an account, or does not. */
    PeerState sharing(boolean is) {
        return new PeerState(
                is, lastSuccess, failures, notBefore, lastReconciled, sent, received, rejected, demerits, demeritsAt);
    }

    /** The state after an exchange. */
    public PeerState after(Exchange exchange) {
        Instant at = exchange.at();
        int failed = exchange.success() ? 0 : Math.min(failures + 1, 30);
        return new PeerState(
                shares,
                exchange.success() ? Optional.of(at) : lastSuccess,
                failed,
                failed == 0 ? Optional.empty() : Optional.of(at.plus(pause(failed, exchange.retryAfter()))),
                exchange.reconciled() ? Optional.of(at) : lastReconciled,
                sent + exchange.sent(),
                received + exchange.received(),
                rejected + exchange.rejected(),
                demerits(at) + exchange.demerits(),
                Optional.of(at));
    }

    private static Duration pause(int failures, Optional<Duration> wished) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration own = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return wished.filter(asked -> asked.compareTo(own) > 0)
                .map(asked -> asked.compareTo(Duration.ofHours(1)) < 0 ? asked : Duration.ofHours(1))
                .orElse(own);
    }

    /** What is left of the demerits. */
    public double demerits(Instant now) {
        if (demeritsAt.isEmpty() || demerits == 0) {
            return 0;
        }
        double halves =
                (double) Math.max(0, Duration.between(demeritsAt.get(), now).toMillis()) / HALF_LIFE.toMillis();
        return demerits * Math.pow(0.5, halves);
    }

    /** Whether the peer is served and asked at all. */
    public boolean trusted(Instant now) {
        return demerits(now) < MAX_DEMERITS;
    }

    /**
     * Whether a replica of this peer counts as healthy: it answers, keeps to the protocol, and withholds nothing.
     *
     * @param withheld what audits have found it withholding, in the same measure as the question: accounts, or documents of one
     */
    public boolean healthy(long withheld, Instant now) {
        boolean heard = lastSuccess.map(last -> last.plus(SILENT).isAfter(now)).orElse(false);
        return heard && trusted(now) && withheld == 0;
    }

    /** Whether the peer may be asked now. */
    public boolean ready(Instant now) {
        return trusted(now) && notBefore.filter(now::isBefore).isEmpty();
    }
}
