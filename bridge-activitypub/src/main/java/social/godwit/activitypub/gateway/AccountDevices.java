package social.godwit.activitypub.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;

/**
 * The other keys that may act for an account: unrevoked devices of its key log and, as long as there is no device in it,
 * Ed25519 keys that its actor document lists (other FEP-ae97 clients). Remembered for a few seconds.
 */
@ApplicationScoped
public class AccountDevices {
    private static final int REMEMBERED_MAX = 5_000;
    private static final Selection LOG =
            new Selection(Set.of(DocumentKind.KEY_LOG), EnumSet.allOf(Visibility.class), Set.of());

    private final Repositories repositories;
    private final InstantSource clock;
    private final Cache<Did, Keys> remembered;

    /**
     * What is known of an account's keys.
     *
     * @param devices keys that may act
     * @param revoked whether a device was ever revoked
     */
    private record Keys(Set<Did> devices, boolean revoked) {}

    AccountDevices(Repositories repositories, InstantSource clock) {
        this.repositories = repositories;
        this.clock = clock;
        this.remembered = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(Duration.ofSeconds(AccountStore.STALE_SECONDS_MAX))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** True when {@code key}, which is not the account's own, may act for it. */
    public Uni<Boolean> mayAct(Account account, Did key) {
        Keys known = remembered.getIfPresent(account.did());
        return (known == null ? load(account) : Uni.createFrom().item(known))
                .map(keys -> keys.devices().contains(key));
    }

    /** Forgets what is remembered: called when the account has published something. */
    public void forget(Did did) {
        remembered.invalidate(did);
    }

    private Uni<Keys> load(Account account) {
        return log(account.did())
                .flatMap(log -> log.filter(KeyLog::requiresCheckpoints).isPresent()
                        ? Uni.createFrom().item(keys(log.get()))
                        : listed(account))
                .invoke(keys -> remembered.put(account.did(), keys));
    }

    private static Keys keys(KeyLog log) {
        Set<Did> devices = new HashSet<>(log.devices().keySet());
        int all = devices.size();
        devices.removeIf(device -> !log.authorises(device));
        return new Keys(devices, devices.size() < all);
    }

    private Uni<Keys> listed(Account account) {
        return repositories.find(account.actor()).map(lookup -> {
            Set<Did> keys = new HashSet<>();
            if (lookup instanceof Lookup.Found found) {
                ActorKeys.ed25519(found.document().json()).forEach(key -> keys.add(Did.of(key)));
            }
            return new Keys(keys, false);
        });
    }

    /** The key log of an account, folded; empty when it has none. */
    public Uni<Optional<KeyLog>> log(Did did) {
        return repositories
                .page(did, LOG, Optional.empty(), Repositories.MAX_PAGE)
                .map(page -> fold(page.items()));
    }

    private Optional<KeyLog> fold(List<StoredDocument> documents) {
        List<KeyLogEntry> entries = new ArrayList<>(documents.size());
        for (StoredDocument document : documents) {
            if (PortableDocument.read(document.bytes(), clock.instant()) instanceof Admissible admissible
                    && KeyLogEntry.read(admissible.document()) instanceof KeyLogReading.Entry entry) {
                entries.add(entry.entry());
            }
        }
        return entries.stream()
                .filter(KeyLogEntry.Genesis.class::isInstance)
                .findFirst()
                .map(genesis -> KeyLog.fold((KeyLogEntry.Genesis) genesis, entries));
    }
}
