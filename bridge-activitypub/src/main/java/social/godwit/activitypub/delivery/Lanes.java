package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import social.godwit.identity.Randomness;
import social.godwit.store.Timers;

/**
 * Claims hosts that are due, runs a lane for each, and records what the lanes say, many outcomes to a transaction. State
 * that matters is in the queue: whatever is lost with this object is sent again, with the same bytes.
 */
final class Lanes {
    private static final Logger LOG = Logger.getLogger(Lanes.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final DeliveryQueue queue;
    private final Sender sender;
    private final InstantSource clock;
    private final Timers timers;
    private final LaneLimits limits;
    private final Backoff backoff;
    private final String worker;

    private final List<Timers.Timer> series = new ArrayList<>();
    private Optional<Timers.Timer> looking = Optional.empty();
    private Optional<Timers.Timer> recording = Optional.empty();

    // Read and written under the lock of this object.
    private final Map<String, Boolean> running = new HashMap<>();
    private List<Settled> settled = new ArrayList<>();
    private List<Release> released = new ArrayList<>();
    private boolean recordingSoon;
    private boolean stopped;

    Lanes(
            DeliveryQueue queue,
            Sender sender,
            InstantSource clock,
            Timers timers,
            Randomness randomness,
            LaneLimits limits) {
        this.queue = queue;
        this.sender = sender;
        this.clock = clock;
        this.timers = timers;
        this.limits = limits;
        this.backoff = new Backoff(randomness);
        this.worker = HexFormat.of().formatHex(randomness.bytes(8));
    }

    /** Begins to look for work. */
    synchronized void start() {
        looking = Optional.of(timers.every(LOOK, "delivery", this::look));
        recording = Optional.of(timers.every(LOOK, "delivery outcomes", this::record));
        series.add(looking.get());
        series.add(recording.get());
        series.add(timers.every(limits.claim().dividedBy(3), "delivery claims", this::prolong));
    }

    /** Looks for work now. */
    synchronized void wake() {
        looking.ifPresent(Timers.Timer::wake);
    }

    /** Takes no more work. What is under way ends by itself; outcomes that are not recorded yet are sent again later. */
    synchronized void stop() {
        stopped = true;
        series.forEach(Timers.Timer::cancel);
    }

    private Uni<Void> look() {
        int proven;
        int others;
        Set<String> busyHosts;
        synchronized (this) {
            int busy = (int) running.values().stream().filter(good -> good).count();
            proven = limits.proven() - busy;
            others = limits.others() - (running.size() - busy);
            busyHosts = Set.copyOf(running.keySet());
            if (stopped || (proven <= 0 && others <= 0)) {
                return Uni.createFrom().voidItem();
            }
        }
        Instant now = clock.instant();
        int together = limits.together();
        return queue.claim(
                        worker,
                        busyHosts,
                        Math.min(proven, together),
                        Math.min(others, together),
                        now,
                        now.plus(limits.claim()))
                .invoke(claims -> {
                    claims.forEach(this::run);
                    if (claims.size() >= together) {
                        wake();
                    }
                })
                .replaceWithVoid();
    }

    private void run(Claim claim) {
        synchronized (this) {
            if (stopped) {
                return;
            }
            running.put(claim.host(), claim.proven());
        }
        new Lane(claim, sender, backoff, clock, this::settled)
                .run()
                .subscribe()
                .with(this::released, failure -> failed(claim, failure));
    }

    /** Only a mistake in the program comes here: the host is left alone until its claim ends. */
    private void failed(Claim claim, Throwable failure) {
        LOG.errorf(failure, "delivery to %s broke off", claim.host());
        synchronized (this) {
            running.remove(claim.host());
        }
    }

    private synchronized void settled(Settled one) {
        settled.add(one);
        recordSoon();
    }

    private synchronized void released(Release one) {
        released.add(one);
        recordSoon();
    }

    private void recordSoon() {
        if (!recordingSoon && !stopped) {
            recordingSoon = true;
            timers.after(limits.grouping()).subscribe().with(passed -> recording.ifPresent(Timers.Timer::wake));
        }
    }

    private Uni<Void> record() {
        List<Settled> outcomes;
        List<Release> ends;
        synchronized (this) {
            recordingSoon = false;
            outcomes = settled;
            ends = released;
            settled = new ArrayList<>();
            released = new ArrayList<>();
        }
        if (outcomes.isEmpty() && ends.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return queue.record(outcomes, ends, clock.instant())
                .onFailure()
                .invoke(failure -> takeBack(outcomes, ends))
                .invoke(() -> recorded(ends));
    }

    private synchronized void takeBack(List<Settled> outcomes, List<Release> ends) {
        settled.addAll(0, outcomes);
        released.addAll(0, ends);
    }

    private synchronized void recorded(List<Release> ends) {
        ends.forEach(end -> running.remove(end.host()));
        if (!ends.isEmpty()) {
            looking.ifPresent(Timers.Timer::wake);
        }
    }

    private Uni<Void> prolong() {
        Set<String> hosts;
        synchronized (this) {
            hosts = Set.copyOf(running.keySet());
        }
        return hosts.isEmpty()
                ? Uni.createFrom().voidItem()
                : queue.prolong(worker, hosts, clock.instant().plus(limits.claim()));
    }
}
