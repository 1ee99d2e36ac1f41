package social.godwit.activitypub.account;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * The accounts registered here. Finding one is on every path and is answered from memory where possible; another replica's
 * change is seen within {@value #STALE_SECONDS_MAX} seconds.
 */
public interface AccountStore {
    /** How long a replica may go by what it knew, in seconds. */
    int STALE_SECONDS_MAX = 5;

    /** The account of {@code did}, whatever its status; empty when it is not registered here. */
    Uni<Optional<Account>> find(Did did);

    /** The account that holds {@code username} (any case) at {@code origin}, whatever its status. */
    Uni<Optional<Account>> findByUsername(Origin origin, String username);

    /** The account that holds {@code username} (any case) at this instance's own origin, whatever its status. */
    Uni<Optional<Account>> findByUsername(String username);

    /** Accounts in the order of their DIDs, those after {@code after}, at most {@code limit}. For operators. */
    Uni<List<Account>> page(Optional<Did> after, int limit);

    /** Accounts by when they registered. */
    Uni<Slice<Account>> newest(Window window);

    /** How many accounts are not deleted. */
    Uni<Long> count();

    /** Whether any account here has more than one gateway; may be as old as everything else here. */
    Uni<Boolean> anyShared();

    /** Suspends an active account or lifts its suspension; false when there is no such account or it is deleted. */
    Uni<Boolean> suspend(Did did, boolean suspended);

    /**
     * Reserves the name and keeps the account, within the caller's transaction. An account whose home is elsewhere is kept
     * also when the name is taken: it has no handle here then.
     *
     * @param sealedKey the RSA key's PKCS#8, sealed to the owner, in multibase
     */
    Uni<Claim> register(Account account, String sealedKey);

    /**
     * Reserves a name at the account's origin, within the caller's transaction; false when somebody else has it there, and
     * then it has none.
     */
    Uni<Boolean> name(Account account, String username);

    /** Frees the names that others than {@code holder} had at {@code origin}, a domain that is {@code holder}'s now. */
    Uni<Void> releaseNames(Origin origin, Did holder);

    /** The RSA key's private half, sealed to the owner, as it was answered to the registration. */
    Uni<Optional<String>> sealedKey(Did did);

    /** Goes by a newer actor document, within the caller's transaction, and by {@code account}'s origin. The name is not changed. */
    Uni<Void> refresh(Account account, ActorFacts facts, Optional<String> listedKeyId);

    /** Marks the account as deleted by its owner, within the caller's transaction. Its name stays reserved. */
    Uni<Void> markDeleted(Did did);

    /** Forgets what memory holds of the account: called when a transaction that changed it has been committed. */
    void forget(Did did);

    /** What became of an attempt to register. */
    enum Claim {
        /** Name and account are kept. */
        REGISTERED,
        /** Somebody else holds the name, or held it once. */
        NAME_TAKEN,
        /** This DID is registered here already. */
        KNOWN
    }
}
