package social.godwit.store.document;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.negentropy.Item;

/**
 * The documents that an owner's repository is offered at once, and what becomes of them: decided here, without a database,
 * from the {@link Snapshot} of the locked repository.
 */
final class Batch {
    private final List<PortableDocument> offered;
    private final Map<Sha256, Candidate> candidates;
    private final Map<Sha256, Admission.Refusal> refused = new HashMap<>();
    private final Set<String> buriedHere = new HashSet<>();
    private Snapshot snapshot = new Snapshot();

    Batch(List<PortableDocument> offered, boolean registration) {
        this.offered = offered;
        this.candidates = Candidate.of(offered, registration);
    }

    List<Candidate> candidates() {
        return List.copyOf(candidates.values());
    }

    boolean has(DocumentKind kind) {
        return candidates.values().stream().anyMatch(candidate -> candidate.facts.kind() == kind);
    }

    /** Not here before. */
    List<Candidate> fresh() {
        return candidates.values().stream().filter(snapshot::isNew).toList();
    }

    /** Here before as parts of others only, and now by themselves. */
    List<Candidate> promoted() {
        return candidates.values().stream()
                .filter(candidate -> candidate.standalone && !snapshot.isNew(candidate))
                .filter(candidate -> !known(candidate).standalone())
                .toList();
    }

    /** The first document that would not win over what is shown; to be asked before {@link #settle}. */
    Optional<Publication> conflict(Snapshot before) {
        for (Candidate candidate : candidates.values()) {
            Snapshot.Known known = before.known.get(candidate.hash());
            if (known != null && known.purged()) {
                return Optional.of(new Publication.Refused(candidate.hash(), Admission.Refusal.PURGED));
            }
            if (before.isErased(candidate.facts)) {
                return Optional.of(new Publication.Refused(candidate.hash(), Admission.Refusal.ERASED));
            }
            if (known != null || !Snapshot.canBeDeleted(candidate.facts)) {
                continue;
            }
            Optional<Snapshot.Version> winner = before.newestListed(candidate.facts.path())
                    .filter(version -> version.rank().compareTo(candidate.facts.rank()) > 0);
            if (winner.isPresent() || before.isDeleted(candidate.facts)) {
                return Optional.of(new Publication.Conflict(
                        candidate.facts.document().id(), candidate.hash(), winner.map(Snapshot.Version::hash)));
            }
        }
        return Optional.empty();
    }

    /** Decides for every document: its number, whether it is listed, deleted, erased. */
    void settle(Snapshot before) {
        snapshot = before;
        long number = before.lastNumber;
        for (Candidate candidate : candidates.values()) {
            Snapshot.Known known = before.known.get(candidate.hash());
            candidate.erased = before.isErased(candidate.facts);
            candidate.standalone &= !candidate.erased;
            boolean numbered = known == null || (candidate.standalone && !known.standalone());
            candidate.number = numbered ? ++number : 0;
            candidate.listed = (known != null && known.listed())
                    || before.needsNoListing(candidate.facts)
                    || before.listedByCheckpoint.contains(candidate.hash())
                    || before.listedHere.contains(candidate.hash());
            candidate.deleted = known == null ? before.isDeleted(candidate.facts) : known.deleted();
        }
        before.lastNumber = number;
        candidates.values().stream().filter(outer -> outer.listed).forEach(this::listContents);
        candidates.values().stream()
                .filter(candidate -> candidate.listed)
                .forEach(candidate -> buriedHere.addAll(candidate.facts.deletes()));
    }

    private void listContents(Candidate outer) {
        for (Facts.Content content : outer.facts.contents()) {
            Candidate inner = candidates.get(content.hash());
            if (inner != null) {
                inner.listed = true;
            }
        }
    }

    /** Hashes whose listing may show documents that were here before. */
    Set<Sha256> listedNow() {
        Set<Sha256> listed = new HashSet<>(snapshot.listedHere);
        if (snapshot.gated) {
            candidates.values().stream()
                    .filter(outer -> outer.listed && !outer.facts.contents().isEmpty())
                    .forEach(outer -> listed.add(outer.hash()));
        }
        return listed;
    }

    /** Whether anything in it may put a tombstone into effect. */
    boolean mayBury() {
        return !snapshot.listedHere.isEmpty()
                || fresh().stream()
                        .anyMatch(candidate -> !candidate.facts.deletes().isEmpty());
    }

    /** Whether anything in it was not here before. */
    boolean changes() {
        return !fresh().isEmpty() || !promoted().isEmpty();
    }

    /** Whether anything in it may list what was here before. */
    boolean mayList() {
        return has(DocumentKind.KEY_LOG)
                || has(DocumentKind.CHECKPOINT)
                || !listedNow().isEmpty();
    }

    /** Whether the key log or a revoked device's chain has spoken, so that everything is derived again. */
    boolean revises(Devices devices) {
        return fresh().stream().anyMatch(candidate -> candidate.facts.kind() == DocumentKind.KEY_LOG)
                || links().values().stream().anyMatch(link -> devices.revoked(link.device()));
    }

    /** New documents that count. */
    List<StoredDocument> counting() {
        return fresh().stream()
                .filter(candidate -> candidate.standalone && candidate.listed && !candidate.erased)
                .map(Batch::stored)
                .toList();
    }

    /** Pairs of one id with the same sequence and proof time: each fresh version with the lowest other hash. */
    List<Contradiction> contradictions() {
        List<Contradiction> contradictions = new ArrayList<>();
        Map<String, List<Snapshot.Version>> versions = new HashMap<>();
        snapshot.versions.forEach((path, here) -> versions.put(path, new ArrayList<>(here)));
        for (Candidate candidate : fresh()) {
            Facts facts = candidate.facts;
            List<Snapshot.Version> others = versions.computeIfAbsent(facts.path(), absent -> new ArrayList<>());
            others.stream()
                    .filter(other -> other.rank().sameMark(facts.rank()))
                    .map(Snapshot.Version::hash)
                    .min(Sha256::compareTo)
                    .ifPresent(other -> contradictions.add(new Contradiction(candidate, candidate.hash(), other)));
            others.add(new Snapshot.Version(facts.path(), facts.hash(), facts.rank(), candidate.listed));
        }
        return contradictions;
    }

    /** One outcome per offered document. */
    List<Admission> outcomes() {
        List<Admission> outcomes = new ArrayList<>(offered.size());
        Set<Sha256> reported = new HashSet<>();
        for (PortableDocument document : offered) {
            outcomes.add(outcome(document.hash(), !reported.add(document.hash())));
        }
        return outcomes;
    }

    private Admission outcome(Sha256 hash, boolean again) {
        Candidate candidate = candidates.get(hash);
        if (candidate == null) {
            return new Admission.Refused(hash, refusal(hash));
        }
        if (candidate.erased) {
            return new Admission.Refused(hash, Admission.Refusal.ERASED);
        }
        if (snapshot.isNew(candidate) && !again) {
            return new Admission.Stored(stored(candidate), standing(candidate));
        }
        return !snapshot.isNew(candidate) && known(candidate).purged()
                ? new Admission.Refused(hash, Admission.Refusal.PURGED)
                : new Admission.Known(hash, standing(candidate));
    }

    private Standing standing(Candidate candidate) {
        if (!candidate.listed) {
            return Standing.UNLISTED;
        }
        if (candidate.deleted || isBuriedHere(candidate)) {
            return Standing.DELETED;
        }
        return isSuperseded(candidate) ? Standing.SUPERSEDED : Standing.CURRENT;
    }

    private boolean isBuriedHere(Candidate candidate) {
        return Snapshot.canBeDeleted(candidate.facts)
                && (buriedHere.contains(candidate.facts.path())
                        || candidate.facts.contents().stream().anyMatch(inner -> buriedHere.contains(inner.path())));
    }

    private boolean isSuperseded(Candidate candidate) {
        boolean byOlder = snapshot.newestListed(candidate.facts.path())
                .filter(version -> version.rank().compareTo(candidate.facts.rank()) > 0)
                .isPresent();
        return byOlder
                || candidates.values().stream()
                        .anyMatch(other -> other.listed
                                && other.facts.path().equals(candidate.facts.path())
                                && other.facts.rank().compareTo(candidate.facts.rank()) > 0);
    }

    private Snapshot.Known known(Candidate candidate) {
        Snapshot.Known known = snapshot.known.get(candidate.hash());
        if (known == null) {
            throw new IllegalStateException("not known: " + candidate.hash());
        }
        return known;
    }

    /** The documents as they are stored, whose numbers are given. */
    private static StoredDocument stored(Candidate candidate) {
        PortableDocument document = candidate.facts.document();
        return new StoredDocument(
                document.id(),
                document.spelling(),
                document.hash(),
                document.type(),
                candidate.facts.kind(),
                document.visibility(),
                candidate.number,
                candidate.facts.rank(),
                document.sequence(),
                document.proofTime(),
                document.bytes());
    }

    /** Takes documents out that do not belong in here. */
    void refuse(Map<Sha256, Admission.Refusal> those) {
        refused.putAll(those);
        candidates.keySet().removeAll(those.keySet());
    }

    /** The first of the documents that were taken out. */
    Optional<Publication> refusal() {
        return offered.stream()
                .map(PortableDocument::hash)
                .filter(refused::containsKey)
                .findFirst()
                .map(hash -> new Publication.Refused(hash, refusal(hash)));
    }

    private Admission.Refusal refusal(Sha256 hash) {
        Admission.Refusal reason = refused.get(hash);
        if (reason == null) {
            throw new IllegalStateException("neither taken nor refused: " + hash);
        }
        return reason;
    }

    /** What becomes an item of reconciliation, by class. */
    Map<Visibility, List<Item>> items() {
        Map<Visibility, List<Item>> items = new EnumMap<>(Visibility.class);
        Stream.concat(promoted().stream(), fresh().stream().filter(candidate -> candidate.standalone))
                .forEach(candidate -> items.computeIfAbsent(
                                candidate.facts.document().visibility(), absent -> new ArrayList<>())
                        .add(candidate.facts.item()));
        return items;
    }

    /** The links of chains among the fresh documents. */
    Map<Candidate, Checkpoint> links() {
        Map<Candidate, Checkpoint> links = new LinkedHashMap<>();
        for (Candidate candidate : candidates.values()) {
            if (snapshot.isNew(candidate)) {
                candidate.checkpoint().ifPresent(link -> links.put(candidate, link));
            }
        }
        return links;
    }

    /** Refuses what says to be a checkpoint and is not, and notes what the others list that count. */
    void readLinks(Snapshot before, Devices devices) {
        Map<Sha256, Admission.Refusal> malformed = new HashMap<>();
        for (Candidate candidate : candidates.values()) {
            if (candidate.facts.kind() != DocumentKind.CHECKPOINT) {
                continue;
            }
            Optional<Checkpoint> link = candidate.checkpoint();
            if (link.isEmpty()) {
                malformed.put(candidate.hash(), Admission.Refusal.MALFORMED);
            } else if (devices.open(link.get().device())) {
                before.listedHere.addAll(link.get().added());
            }
        }
        refuse(malformed);
    }
}
