package social.godwit.activitypub.remote;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;

/**
 * How far this machine's clock is from those of other servers, by the {@code Date} of their answers. One server may be
 * wrong; when most are apart from us, it is us, and nobody takes our signatures any more.
 */
@Singleton
public final class PeerClocks {
    /** Fewer servers than this say nothing. */
    public static final int SERVERS_MIN = 3;

    private static final int SERVERS_MAX = 64;

    private final InstantSource clock;
    /** By host, the one heard of longest ago first: how far its clock is ahead of ours; guarded by itself. */
    private final Map<String, Duration> ahead = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Duration> eldest) {
            return size() > SERVERS_MAX;
        }
    };

    @Inject
    PeerClocks(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes note of the time in an answer of {@code host}. */
    void heard(String host, Headers answer) {
        Optional<Instant> theirs = answer.only("date").flatMap(PeerClocks::read);
        if (theirs.isPresent()) {
            synchronized (ahead) {
                ahead.put(host, Duration.between(clock.instant(), theirs.get()));
            }
        }
    }

    /** How far the median of the servers' clocks is ahead of ours; empty when too few were heard of. */
    public Optional<Duration> ahead() {
        List<Duration> sorted;
        synchronized (ahead) {
            sorted = ahead.values().stream().sorted().toList();
        }
        return sorted.size() < SERVERS_MIN ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
    }

    private static Optional<Instant> read(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
