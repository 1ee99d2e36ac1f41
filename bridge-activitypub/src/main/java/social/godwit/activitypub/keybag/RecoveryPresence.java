package social.godwit.activitypub.keybag;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import social.godwit.identity.did.Did;

/**
 * Which accounts' recovery keys have just said that they are at hand. It stands above the passphrase, and is all there is where no
 * passphrase is kept. Not kept over a restart: the client says it again when it is asked.
 */
@ApplicationScoped
public class RecoveryPresence {
    /** How long it holds. */
    public static final Duration HOLDS = Duration.ofMinutes(5);

    private static final int REMEMBERED_MAX = 10_000;

    private final Cache<Did, Boolean> present;

    RecoveryPresence(InstantSource clock) {
        this.present = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(HOLDS)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** The recovery key of this account has signed a request; the caller has checked it. */
    public void note(Did account) {
        present.put(account, true);
    }

    boolean of(Did account) {
        return present.getIfPresent(account) != null;
    }
}
