package social.godwit.store.document;

import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;

/** What came of an owner's batch: all of it or nothing. */
public sealed interface Publication {
    /**
     * All are here.
     *
     * @param outcomes one per document, in their order, none of them {@link Admission.Refused}
     * @param change nothing when all were here before
     */
    record Published(List<Admission> outcomes, Optional<RepositoryChange> change) implements Publication {
        /** Copies the list. */
        public Published {
            outcomes = List.copyOf(outcomes);
        }

        /** The documents that were not here before. */
        public List<StoredDocument> fresh() {
            return outcomes.stream()
                    .filter(Admission.Stored.class::isInstance)
                    .map(stored -> ((Admission.Stored) stored).document())
                    .toList();
        }
    }

    /**
     * Nothing was stored: this version would not win.
     *
     * @param winner the version that does; nothing when the id was deleted
     */
    record Conflict(PortableId id, Sha256 hash, Optional<Sha256> winner) implements Publication {}

    /** Nothing was stored: this document is refused. */
    record Refused(Sha256 hash, Admission.Refusal reason) implements Publication {}
}
