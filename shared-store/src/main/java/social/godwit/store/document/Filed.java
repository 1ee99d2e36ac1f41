package social.godwit.store.document;

import java.util.Comparator;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * A document and whose repository it lies in: its owner's, but for entries of the key log that the recovery key signed alone.
 */
public record Filed(Did repository, StoredDocument document) {
    /** Where it lies. */
    public Place place() {
        return new Place(repository, document.hash());
    }

    /** A place in the order of repositories' DIDs (as text) and hashes. */
    public record Place(Did repository, Sha256 hash) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparing(
                        (Place place) -> place.repository.toString())
                .thenComparing(Place::hash);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
