package social.godwit.activitypub.approval;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.identity.did.Did;

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

    private final Cache<Did, Waiting> waiting;

    private static final class Waiting {
        final Did account;
        /** What the account has sealed to the device; empty as long as nobody has approved it. */
        final byte[] sealed;

        Waiting(Did account, byte... sealed) {
            this.account = account;
            this.sealed = sealed;
        }
    }

    Approvals(InstantSource clock) {
        this.waiting = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(WAITS)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** A device waits for an account's word from now on; false when too many do. */
    public synchronized boolean ask(Did account, Did device) {
        if (waiting.getIfPresent(device) != null || of(account).size() >= OF_ONE_MAX) {
            return false;
        }
        waiting.put(device, new Waiting(account));
        return true;
    }

    /** The devices that wait for this account. */
    public List<Did> of(Did account) {
        return waiting.asMap().entrySet().stream()
                .filter(entry -> entry.getValue().account.equals(account) && entry.getValue().sealed.length == 0)
                .map(java.util.Map.Entry::getKey)
                .toList();
    }

    /** The account gives a device that waits for it what it has sealed; false when none waits, or was approved already. */
    public synchronized boolean approve(Did account, Did device, byte[] sealed) {
        Waiting before = waiting.getIfPresent(device);
        if (before == null || !before.account.equals(account) || before.sealed.length > 0) {
            return false;
        }
        waiting.put(device, new Waiting(account, sealed.clone()));
        return true;
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
