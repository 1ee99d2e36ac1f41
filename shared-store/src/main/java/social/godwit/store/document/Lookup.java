package social.godwit.store.document;

import java.util.Optional;
import social.godwit.identity.document.Visibility;

/** What a repository shows under an id. Who may see it is for the caller to decide by its class. */
public sealed interface Lookup {
    /** The version to serve. */
    record Found(StoredDocument document) implements Lookup {}

    /**
     * The owner deleted it.
     *
     * @param visibility the class of what was there; {@code SELF} when that was never seen here
     * @param tombstone the signed Tombstone, if the owner made one
     */
    record Deleted(Visibility visibility, Optional<StoredDocument> tombstone) implements Lookup {}

    /** Nothing to show. */
    record Missing() implements Lookup {}
}
