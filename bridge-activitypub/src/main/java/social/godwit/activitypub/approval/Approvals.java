package social.godwit.activitypub.approval;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * New devices that wait for an account's word, and what a device that has its keys has sealed to each. The server only passes it on:
 * it cannot open what is sealed, and the owner recognises the new device by a code that both compute from its key. Not kept over a
 * restart: whoever waits asks again.
 */
@ApplicationScoped
public class Approvals {
    /** How long a device waits. */
    public static final Duration WAITS = Duration.ofMinutes(10);

    /** Most devices that wait for one account; more would only hide the right one. */
    public static final int OF_ONE_MAX = 8;

    /** Most bytes that are sealed to a device. */
    public static final int SEALED_MAX = 4_096;

    private static final int REMEMBERED_MAX = 5_000;

    /** Most characters of what a browser calls itself. */
    private static final int AGENT_MAX = 200;

    private final InstantSource clock;
    private final Cache<Did, Waiting> waiting;

    /**
     * A device that waits.
     *
     * @param device its key
     * @param agent what it calls itself; anybody may claim anything
     * @param since when it asked
     * @param elsewhere the other server that it wants to be signed in at, without getting any key; empty for a device of the account
     */
    public record Asking(Did device, String agent, Instant since, Optional<Origin> elsewhere) {}

    private static final class Waiting {
        final Did account;
        final Asking asking;
        /** What the account has sealed to the device; empty as long as nobody has approved it. */
        final byte[] sealed;

        Waiting(Did account, Asking asking, byte... sealed) {
            this.account = account;
            this.asking = asking;
            this.sealed = sealed;
        }
    }

    Approvals(InstantSource clock) {
        this.clock = clock;
        this.waiting = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(WAITS)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** A device waits for an account's word from now on; false when too many do. */
    public synchronized boolean ask(Did account, Did device, String agent, Optional<Origin> elsewhere) {
        if (waiting.getIfPresent(device) != null || of(account).size() >= OF_ONE_MAX) {
            return false;
        }
        String called = agent.substring(0, Math.min(agent.length(), AGENT_MAX));
        waiting.put(device, new Waiting(account, new Asking(device, called, clock.instant(), elsewhere)));
        return true;
    }

    /** The devices that wait for this account, the newest first. */
    public List<Asking> of(Did account) {
        return waiting.asMap().values().stream()
                .filter(one -> one.account.equals(account) && one.sealed.length == 0)
                .map(one -> one.asking)
                .sorted(Comparator.comparing(Asking::since).reversed())
                .toList();
    }

    /** The account gives a device that waits for it what it has sealed; false when none waits, or was approved already. */
    public synchronized boolean approve(Did account, Did device, byte[] sealed) {
        Optional<Waiting> before = open(account, device);
        before.ifPresent(one -> waiting.put(device, new Waiting(account, one.asking, sealed.clone())));
        return before.isPresent();
    }

    /** The account sends a device that waits for it away; false when none waits, or was approved already. */
    public synchronized boolean refuse(Did account, Did device) {
        Optional<Waiting> before = open(account, device);
        before.ifPresent(one -> waiting.invalidate(device));
        return before.isPresent();
    }

    private Optional<Waiting> open(Did account, Did device) {
        return Optional.ofNullable(waiting.getIfPresent(device))
                .filter(one -> one.account.equals(account) && one.sealed.length == 0);
    }

    /** Whether a device waits still. */
    public boolean waits(Did device) {
        return waiting.getIfPresent(device) != null;
    }

    /** What was sealed to a device, once: it is forgotten then. */
    public synchronized Optional<byte[]> take(Did device) {
        Waiting found = waiting.getIfPresent(device);
        if (found == null || found.sealed.length == 0) {
            return Optional.empty();
        }
        waiting.invalidate(device);
        return Optional.of(found.sealed);
    }
}
