package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;

/**
 * Whose a handle at another home is. Only the home can say that, and only while it lives: so it is asked when a bag is put
 * here, and again until it has confirmed. An account that merely claims the handle of somebody else is never found by it, and
 * gets nothing of what that person types to sign in.
 */
@ApplicationScoped
class Homes {
    private static final int AT_ONCE = 50;
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(30);

    private final KeyBagStore store;
    private final AccountStore accounts;
    private final WebFingerClient webFinger;
    private final InstantSource clock;

    Homes(KeyBagStore store, AccountStore accounts, WebFingerClient webFinger, InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.webFinger = webFinger;
        this.clock = clock;
    }

    /** Asks the homes that have not confirmed yet. */
    Uni<Void> confirm() {
        Instant now = clock.instant();
        return store.unconfirmed(now.minus(AGAIN_AFTER), AT_ONCE)
                .chain(dids -> Multi.createFrom()
                        .iterable(dids)
                        .onItem()
                        .transformToUniAndConcatenate(this::ask)
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> ask(Did did) {
        return accounts.find(did)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : webFinger
                                .find(found.get().handle())
                                .chain(lookup -> store.asked(did, confirmed(found.get(), lookup), clock.instant())));
    }

    private static Optional<String> confirmed(Account account, HandleLookup lookup) {
        return lookup instanceof HandleLookup.Found found
                        && PortableId.parse(found.actor())
                                .filter(id -> id.did().equals(account.did()))
                                .isPresent()
                ? Optional.of(account.handle())
                : Optional.empty();
    }
}
