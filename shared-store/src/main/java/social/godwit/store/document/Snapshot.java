package social.godwit.store.document;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;

/** What of a locked repository matters to a batch that is offered to it. */
final class Snapshot {
    /** A version that is here already. */
    record Version(String path, Sha256 hash, VersionRank rank, boolean listed) {}

    /** A row of the same hash. */
    record Known(boolean listed, boolean deleted, boolean standalone, boolean purged) {}

    final Map<Sha256, Known> known = new HashMap<>();
    final Map<String, List<Version>> versions = new HashMap<>();
    /** Paths with a tombstone in effect; true: erased already. */
    final Map<String, Boolean> tombstones = new HashMap<>();
    /** Hashes, of those offered, that a checkpoint lists that counts. */
    final Set<Sha256> listedByCheckpoint = new HashSet<>();

    /** Hashes that checkpoints of the batch itself list and that count. */
    final Set<Sha256> listedHere = new HashSet<>();

    long lastNumber;
    boolean gated;

    Optional<Version> newestListed(String path) {
        return versions.getOrDefault(path, List.of()).stream()
                .filter(Version::listed)
                .max((a, b) -> a.rank().compareTo(b.rank()));
    }

    boolean isNew(Candidate candidate) {
        return !known.containsKey(candidate.hash());
    }

    /** Whether the account's documents are shown without being listed, or this one is by its kind. */
    boolean needsNoListing(Facts facts) {
        return !gated || facts.kind() == DocumentKind.KEY_LOG || facts.kind() == DocumentKind.CHECKPOINT;
    }

    boolean isDeleted(Facts facts) {
        return canBeDeleted(facts)
                && (tombstones.containsKey(facts.path())
                        || facts.contents().stream().anyMatch(inner -> tombstones.containsKey(inner.path())));
    }

    boolean isErased(Facts facts) {
        return canBeDeleted(facts)
                && (tombstones.getOrDefault(facts.path(), false)
                        || facts.contents().stream().anyMatch(inner -> tombstones.getOrDefault(inner.path(), false)));
    }

    /** What says which documents count cannot be taken back by a document, nor can what deletes: a later replica has to learn of it. */
    static boolean canBeDeleted(Facts facts) {
        return facts.kind() != DocumentKind.KEY_LOG
                && facts.kind() != DocumentKind.CHECKPOINT
                && !Facts.declaresDeletions(facts.document().type());
    }
}
