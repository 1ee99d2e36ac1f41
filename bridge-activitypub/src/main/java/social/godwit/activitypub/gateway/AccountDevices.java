package social.godwit.activitypub.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.Succession;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * The other keys that may act for an account: unrevoked devices of its key log and, as long as there is no device in it,
 * Ed25519 keys that its actor document lists (other FEP-ae97 clients). Remembered for a few seconds.
 */
@ApplicationScoped
public class AccountDevices {
    private static final int REMEMBERED_MAX = 5_000;

    private final Repositories repositories;
    private final Audits audits;
    private final Cache<Did, Keys> remembered;

    /**
     * What is known of an account's keys.
     *
     * @param devices keys that may act
     * @param named those of them that the actor document lists, by their ids there
     * @param revoked whether a device was ever revoked
     * @param successor the account that goes on in this one's place
     * @param recovery what the recovery key hashes to
     */
    private record Keys(
            Set<Did> devices,
            Map<PortableId, Did> named,
            boolean revoked,
            Optional<Did> successor,
            Optional<Sha256> recovery) {}

    /** How a key stands to an account. */
    public enum Standing {
        /** It may do what the owner may. */
        ACTS,
        /** The account's own key, which does not suffice once a device was revoked: whoever has the device has it, too. */
        NEEDS_DEVICE,
        /** It is the recovery key. */
        RECOVERS,
        /** It is that of the account that goes on in this one's place. */
        SUCCEEDS,
        /** It was the account's, which another account has succeeded. */
        SUCCEEDED,
        /** It is none of the account's, or no longer. */
        STRANGE
    }

    AccountDevices(Repositories repositories, Audits audits, InstantSource clock) {
        this.repositories = repositories;
        this.audits = audits;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofSeconds(AccountStore.STALE_SECONDS_MAX))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** How {@code key}, which signed a request, stands to the account. */
    public Uni<Standing> standing(Account account, Did key) {
        return keys(account).map(keys -> {
            if (keys.recovery().equals(Optional.of(KeyLogEntry.commitment(key.key())))) {
                return Standing.RECOVERS;
            }
            if (keys.successor().isPresent()) {
                return keys.successor().get().equals(key) ? Standing.SUCCEEDS : Standing.SUCCEEDED;
            }
            if (key.equals(account.did())) {
                return keys.revoked() ? Standing.NEEDS_DEVICE : Standing.ACTS;
            }
            return keys.devices().contains(key) ? Standing.ACTS : Standing.STRANGE;
        });
    }

    /** The key that the account's actor document lists under this id, if it may act. */
    public Uni<Optional<Did>> named(Account account, PortableId id) {
        return keys(account).map(keys -> Optional.ofNullable(keys.named().get(id)));
    }

    private Uni<Keys> keys(Account account) {
        Keys known = remembered.getIfPresent(account.did());
        return known == null ? load(account) : Uni.createFrom().item(known);
    }

    /** Forgets what is remembered: called when the account has published something. */
    public void forget(Did did) {
        remembered.invalidate(did);
    }

    private Uni<Keys> load(Account account) {
        return log(account.did())
                .flatMap(log -> log.filter(KeyLog::requiresCheckpoints).isPresent()
                        ? Uni.createFrom().item(keys(log.get()))
                        : listed(account, log.map(KeyLog::recoveryCommitment)))
                .invoke(keys -> remembered.put(account.did(), keys));
    }

    private static Keys keys(KeyLog log) {
        Set<Did> devices = new HashSet<>(log.devices().keySet());
        int all = devices.size();
        devices.removeIf(device -> !log.authorises(device));
        return new Keys(
                devices,
                Map.of(),
                devices.size() < all,
                log.succession().map(Succession::successor),
                Optional.of(log.recoveryCommitment()));
    }

    private Uni<Keys> listed(Account account, Optional<Sha256> recovery) {
        return repositories.find(account.actor()).map(lookup -> {
            Map<PortableId, Did> named = new HashMap<>();
            if (lookup instanceof Lookup.Found found) {
                ActorKeys.ed25519(found.document().json()).forEach((id, key) -> named.put(id, Did.of(key)));
            }
            return new Keys(Set.copyOf(named.values()), named, false, Optional.empty(), recovery);
        });
    }

    /** The key log of an account as it is now; empty when it has none. */
    public Uni<Optional<KeyLog>> log(Did did) {
        return audits.keyLog(did);
    }
}
