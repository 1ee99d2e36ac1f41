package social.godwit.activitypub.signature;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import social.godwit.identity.encoding.Multikey;

/** Finds the public key behind a key id. A seam: the fetching is {@code remote}'s. */
public interface PublicKeys {
    /** Why {@code keyId} is not worth asking anybody for, if so: syntax, scheme, our own host, a host that is denied. */
    Optional<String> unacceptable(String keyId);

    /** The key, from memory where possible. */
    Uni<KeyLookup> find(String keyId);

    /** The key fetched anew because the remembered one did not fit; rarely for the same key, else as {@link #find}. */
    Uni<KeyLookup> refetch(String keyId);

    /** How the search for a key ended. */
    sealed interface KeyLookup {
        /**
         * The key, listed by its owner's own document.
         *
         * @param actor the owner's id as its document spells it
         * @param remembered true when it was not fetched just now, so that a newer one may exist
         */
        record Found(String actor, Multikey key, boolean remembered) implements KeyLookup {}

        /** There is no such key, or nobody who would own it lists it. */
        record NotFound(String detail) implements KeyLookup {}

        /** The owner is gone for good. */
        record Gone() implements KeyLookup {}

        /** Nobody answered in time, or that host was asked too often. */
        record Unavailable(String detail) implements KeyLookup {}
    }
}
