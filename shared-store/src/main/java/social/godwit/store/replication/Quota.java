package social.godwit.store.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import social.godwit.identity.did.Did;

/** What each signer may ask of this process in a while: requests and bytes, bounded however many signers there are. */
final class Quota {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int SIGNERS = 10_000;

    private final long requests;
    private final long bytes;
    private final Map<Did, Spent> spent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Did, Spent> eldest) {
            return size() > SIGNERS;
        }
    };

    private record Spent(Instant since, long requests, long bytes) {}

    Quota(long requests, long bytes) {
        this.requests = requests;
        this.bytes = bytes;
    }

    /** Counts a request; whether it is within bounds. */
    synchronized boolean take(Did signer, long size, Instant now) {
        Spent before = spent.get(signer);
        if (before == null || before.since.plus(WINDOW).isBefore(now) || before.since.isAfter(now)) {
            before = new Spent(now, 0, 0);
            spent.remove(signer);
        }
        Spent after = new Spent(before.since, before.requests + 1, before.bytes + size);
        spent.put(signer, after);
        return after.requests <= requests && after.bytes <= bytes;
    }
}
