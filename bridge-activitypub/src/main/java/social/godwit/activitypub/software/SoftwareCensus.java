package social.godwit.activitypub.software;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.software.PeerSoftware.State;
import social.godwit.identity.did.Origin;

/**
 * What servers run. Tells at once what is known, and asks for the rest in the background: few at a time, each server once in a while
 * only, however many owners want to know. Kept in memory: after a restart servers are asked again.
 */
@Singleton
public final class SoftwareCensus {
    /** The most servers that are asked at the same time. */
    static final int AT_ONCE = 32;

    /** The most servers that wait to be asked; others have to be named again later. */
    static final int WAITING_MAX = 10_000;

    private static final int KNOWN_MAX = 50_000;

    private final SoftwareQuestion question;
    private final FederationPolicy policy;
    private final Cache<Origin, PeerSoftware> known;

    /** Both guarded by this. */
    private final Set<Origin> waiting = new LinkedHashSet<>();

    private final Set<Origin> asked = new HashSet<>();

    SoftwareCensus(SoftwareQuestion question, FederationPolicy policy, InstantSource clock) {
        this.question = question;
        this.policy = policy;
        this.known = Caffeine.newBuilder()
                .maximumSize(KNOWN_MAX)
                .expireAfter(Expiry.<Origin, PeerSoftware>creating(
                        (origin, software) -> software.state().kept()))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** Those of {@code origins} that something is known of by now; the others are asked, and are known some seconds later. */
    public Map<Origin, PeerSoftware> of(Collection<Origin> origins) {
        Map<Origin, PeerSoftware> told = new LinkedHashMap<>();
        for (Origin origin : origins) {
            PeerSoftware software = policy.stanceOn(origin.host()) == Stance.DENY
                    ? PeerSoftware.of(State.DENIED)
                    : known.getIfPresent(origin);
            if (software != null) told.put(origin, software);
            else wanted(origin);
        }
        askNext();
        return told;
    }

    private synchronized void wanted(Origin origin) {
        if (waiting.size() < WAITING_MAX && !asked.contains(origin)) waiting.add(origin);
    }

    private void askNext() {
        for (Optional<Origin> next = next(); next.isPresent(); next = next()) {
            Origin origin = next.get();
            question.ask(origin)
                    .onFailure()
                    .recoverWithItem(PeerSoftware.of(State.DEAD))
                    .subscribe()
                    .with(software -> {
                        known.put(origin, software);
                        done(origin);
                        askNext();
                    });
        }
    }

    private synchronized Optional<Origin> next() {
        if (asked.size() >= AT_ONCE || waiting.isEmpty()) return Optional.empty();
        Origin origin = waiting.iterator().next();
        waiting.remove(origin);
        asked.add(origin);
        return Optional.of(origin);
    }

    private synchronized void done(Origin origin) {
        asked.remove(origin);
    }
}
