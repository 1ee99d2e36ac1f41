package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;

/** The newest key bag of each account; an older one is overwritten. */
interface KeyBagStore {
    /**
     * A bag and what it is given out for.
     *
     * @param bag the signed map
     * @param fetch hash of the secret that fetches it
     * @param proof hash of the secret that proves the passphrase
     */
    record Kept(long version, JsonObject bag, Sha256 fetch, Sha256 proof) {}

    /** An account's bag. */
    Uni<Optional<Kept>> find(Did account);

    /** Keeps a bag in place of an older one; whether it is kept, which it is not when a newer one came meanwhile. */
    Uni<Boolean> keep(Did account, Kept kept, Instant now);

    /** Whose bag is kept under a handle that its home has confirmed. */
    Uni<Optional<Did>> byHandle(String handle);

    /** Accounts with a bag and a home elsewhere that has not confirmed their handle, and was not asked since {@code before}. */
    Uni<List<Did>> unconfirmed(Instant before, int limit);

    /** The home was asked, and has confirmed {@code handle} or nothing. */
    Uni<Void> asked(Did account, Optional<String> handle, Instant now);

    /** Erases bags of accounts that have been deleted, or have not listed this gateway, since {@code before}. */
    Uni<Void> eraseLeft(Instant now, Instant before);
}
