package social.godwit.store.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.ChainEnd;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLog.DeviceState;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.Notice;
import social.godwit.store.negentropy.MemoryItems;

/**
 * One owner's repository in memory. It keeps what came; what is listed, in effect or deleted is worked out when asked. So
 * it is also the plain statement of what the columns in PostgreSQL must say.
 */
final class MemoryRepository {
    final Did owner;
    final RepositoryKind kind;
    final Map<Sha256, Row> rows = new LinkedHashMap<>();
    final Set<Sha256> calledErased = new HashSet<>();
    final List<Evidence> evidence = new ArrayList<>();
    private final Map<String, List<Row>> byPath = new HashMap<>();
    private final Map<Sha256, Set<Sha256>> outers = new HashMap<>();
    private final Map<String, Map<Sha256, Tomb>> tombs = new HashMap<>();
    private final Map<Sha256, Checkpoint> links = new LinkedHashMap<>();
    private final Set<Sha256> counted = new HashSet<>();
    private final Set<Sha256> countingLinks = new HashSet<>();
    private final Map<Visibility, MemoryItems> items = new EnumMap<>(Visibility.class);
    private @Nullable Genesis genesis;
    private Devices devices = Devices.none();
    private boolean gated;
    private long lastNumber;

    MemoryRepository(Did owner, RepositoryKind kind) {
        this.owner = owner;
        this.kind = kind;
    }

    /** A version. */
    static final class Row {
        final Facts facts;
        long number;
        boolean standalone;
        boolean purged;
        boolean erased;

        Row(Facts facts, long number, boolean standalone, boolean erased) {
            this.facts = facts;
            this.number = number;
            this.standalone = standalone;
            this.erased = erased;
        }

        boolean hasBytes() {
            return !purged && !erased;
        }
    }

    /** A deletion of an id by one document. */
    private static final class Tomb {
        @Nullable
        Instant effectiveAt;

        boolean erased;
    }

    boolean gated() {
        return gated;
    }

    Snapshot snapshot(Batch batch) {
        Snapshot snapshot = new Snapshot();
        snapshot.lastNumber = lastNumber;
        snapshot.gated = gated();
        for (Candidate candidate : batch.candidates()) {
            Row row = rows.get(candidate.hash());
            if (row != null) {
                snapshot.known.put(
                        candidate.hash(), new Snapshot.Known(listed(row), deleted(row), row.standalone, row.purged));
            }
            snapshot.versions.put(
                    candidate.facts.path(),
                    versions(candidate.facts.path())
                            .map(one -> new Snapshot.Version(
                                    one.facts.path(), one.facts.hash(), one.facts.rank(), listed(one)))
                            .toList());
            note(snapshot, candidate.facts.path());
            candidate.facts.contents().forEach(inner -> note(snapshot, inner.path()));
            if (counted.contains(candidate.hash())) {
                snapshot.listedByCheckpoint.add(candidate.hash());
            }
        }
        return snapshot;
    }

    private void note(Snapshot snapshot, String path) {
        if (isBuried(path)) {
            snapshot.tombstones.put(path, tombsOf(path).anyMatch(tomb -> tomb.erased));
        }
    }

    KeyLogIntake judgeKeyLog(Batch batch, Map<Sha256, Notice> notices, Instant now) {
        return KeyLogIntake.of(genesis, entries(), batch.candidates(), notices, now);
    }

    List<KeyLogEntry> entries() {
        return rows.values().stream()
                .filter(row -> row.facts.kind() == DocumentKind.KEY_LOG && row.hasBytes())
                .flatMap(row -> Facts.keyLogEntry(row.facts.document()).stream())
                .toList();
    }

    Optional<KeyLog> keyLog(Map<Sha256, Notice> notices, Instant now) {
        return Optional.ofNullable(genesis).map(first -> KeyLog.fold(first, entries(), notices, now));
    }

    /** Takes over what the key log says now; what has come to count, or nothing when it says what it said. */
    Optional<List<StoredDocument>> settle(Map<Sha256, Notice> notices, Instant now) {
        Optional<KeyLog> log = keyLog(notices, now);
        if (log.isEmpty()
                || (devices.equals(Devices.of(log.get())) && gated == log.get().requiresCheckpoints())) {
            return Optional.empty();
        }
        Set<Sha256> before = listed();
        devices = Devices.of(log.get());
        gated = log.get().requiresCheckpoints();
        recount();
        bury(now);
        return Optional.of(newlyListed(before));
    }

    private Set<Sha256> listed() {
        return rows.values().stream()
                .filter(this::listed)
                .map(row -> row.facts.hash())
                .collect(Collectors.toSet());
    }

    private List<StoredDocument> newlyListed(Set<Sha256> before) {
        return rows.values().stream()
                .filter(row -> !before.contains(row.facts.hash()) && row.standalone && row.hasBytes() && listed(row))
                .sorted(Comparator.comparingLong(row -> row.number))
                .map(this::document)
                .toList();
    }

    Devices devices() {
        return devices;
    }

    /** Takes what the batch was settled to bring; returns what has come to count, in the order of numbers. */
    List<StoredDocument> apply(Batch batch, Optional<KeyLog> log, Instant now) {
        Set<Sha256> before = batch.mayList() ? listed() : Set.copyOf(rows.keySet());
        for (Candidate candidate : batch.fresh()) {
            Row row = new Row(candidate.facts, candidate.number, candidate.standalone, candidate.erased);
            lastNumber = Math.max(lastNumber, candidate.number);
            rows.put(candidate.hash(), row);
            byPath.computeIfAbsent(candidate.facts.path(), absent -> new ArrayList<>())
                    .add(row);
            candidate
                    .facts
                    .contents()
                    .forEach(inner -> outers.computeIfAbsent(inner.hash(), absent -> new LinkedHashSet<>())
                            .add(candidate.hash()));
            candidate
                    .facts
                    .deletes()
                    .forEach(path -> tombs.computeIfAbsent(path, absent -> new LinkedHashMap<>())
                            .put(candidate.hash(), new Tomb()));
        }
        for (Candidate candidate : batch.promoted()) {
            Row row = row(candidate.hash());
            row.standalone = true;
            row.number = candidate.number;
            lastNumber = Math.max(lastNumber, candidate.number);
        }
        batch.items().forEach((visibility, added) -> items(visibility).add(added));
        batch.links().values().forEach(link -> links.putIfAbsent(link.hash(), link));
        log.ifPresent(state -> {
            genesis = state.genesis();
            devices = Devices.of(state);
            gated = state.requiresCheckpoints();
        });
        recount();
        bury(now);
        return newlyListed(before);
    }

    long lastNumber() {
        return lastNumber;
    }

    Held held(Row row) {
        var document = row.facts.document();
        return row.hasBytes()
                ? new Held.Here(document(row))
                : new Held.Gone(
                        row.purged ? Held.Reason.PURGED : Held.Reason.ERASED,
                        document.visibility(),
                        document.proofTime().getEpochSecond());
    }

    /** The items of reconciliation of that class. */
    MemoryItems items(Visibility visibility) {
        return items.computeIfAbsent(visibility, absent -> new MemoryItems());
    }

    private Row row(Sha256 hash) {
        Row row = rows.get(hash);
        if (row == null) {
            throw new IllegalStateException("no row " + hash);
        }
        return row;
    }

    private void recount() {
        counted.clear();
        countingLinks.clear();
        links.values().stream().filter(link -> devices.open(link.device())).forEach(this::count);
        for (DeviceState state : devices.states().values()) {
            if (state.revoked()) {
                state.closed().values().forEach(end -> recognise(state.device(), end));
            }
        }
    }

    private void recognise(Did device, ChainEnd end) {
        Checkpoint link = links.get(end.hash());
        long seq = end.seq();
        while (link != null && link.seq() == seq && link.device().equals(device) && link.chain() == end.chain()) {
            count(link);
            link = link.previous().map(links::get).orElse(null);
            seq--;
        }
    }

    private void count(Checkpoint link) {
        countingLinks.add(link.hash());
        counted.addAll(link.added());
    }

    Collection<Checkpoint> links() {
        return List.copyOf(links.values());
    }

    boolean counts(Checkpoint link) {
        return countingLinks.contains(link.hash());
    }

    /** Hashes that links list that count. */
    Set<Sha256> counted() {
        return Set.copyOf(counted);
    }

    /** Hashes that count, were never here, and are erased elsewhere. */
    Set<Sha256> erasedElsewhere() {
        return calledErased.stream()
                .filter(hash -> counted.contains(hash) && !rows.containsKey(hash))
                .collect(Collectors.toSet());
    }

    private void bury(Instant now) {
        tombs.values()
                .forEach(sources -> sources.forEach((source, tomb) -> {
                    if (!listed(row(source))) {
                        tomb.effectiveAt = tomb.erased ? tomb.effectiveAt : null;
                    } else if (tomb.effectiveAt == null) {
                        tomb.effectiveAt = now;
                    }
                }));
    }

    /** Another link at the same place of the same chain; of those that came together, one with a lower hash. */
    Optional<Sha256> fork(Checkpoint link, Set<Sha256> together) {
        return links.values().stream()
                .filter(other -> other.device().equals(link.device())
                        && other.chain() == link.chain()
                        && other.seq() == link.seq()
                        && !other.hash().equals(link.hash()))
                .map(Checkpoint::hash)
                .filter(other -> other.compareTo(link.hash()) < 0 || !together.contains(other))
                .min(Sha256::compareTo);
    }

    boolean listed(Row row) {
        DocumentKind part = row.facts.kind();
        return !gated()
                || part == DocumentKind.KEY_LOG
                || part == DocumentKind.CHECKPOINT
                || counted.contains(row.facts.hash())
                || outers.getOrDefault(row.facts.hash(), Set.of()).stream().anyMatch(counted::contains);
    }

    private Stream<Tomb> tombsOf(String path) {
        return tombs.getOrDefault(path, Map.of()).values().stream().filter(tomb -> tomb.effectiveAt != null);
    }

    /** The newest Delete of the id that counts. */
    Optional<Row> newestDelete(String path) {
        return tombs.getOrDefault(path, Map.of()).keySet().stream()
                .map(this::row)
                .filter(row -> !row.facts.isTombstone() && listed(row))
                .max(Comparator.comparing(row -> row.facts.rank()));
    }

    boolean isBuried(String path) {
        return tombsOf(path).findAny().isPresent();
    }

    boolean deleted(Row row) {
        return Snapshot.canBeDeleted(row.facts)
                && (isBuried(row.facts.path())
                        || row.facts.contents().stream().anyMatch(inner -> isBuried(inner.path())));
    }

    boolean shown(Row row) {
        return row.hasBytes() && listed(row) && !deleted(row);
    }

    boolean isNewest(Row row) {
        return byPath.getOrDefault(row.facts.path(), List.of()).stream()
                .noneMatch(other -> listed(other) && other.facts.rank().compareTo(row.facts.rank()) > 0);
    }

    /** Versions of an id, newest first. */
    Stream<Row> versions(String path) {
        return byPath.getOrDefault(path, List.of()).stream()
                .sorted(Comparator.comparing((Row row) -> row.facts.rank()).reversed());
    }

    /** Erases what was deleted before that time, for at most so many deletions; how many. */
    int erase(Instant deletedBefore, int limit) {
        int erased = 0;
        for (var entry : tombs.entrySet()) {
            for (Tomb tomb : entry.getValue().values()) {
                if (erased < limit
                        && !tomb.erased
                        && tomb.effectiveAt != null
                        && !tomb.effectiveAt.isAfter(deletedBefore)) {
                    rows.values().stream()
                            .filter(row -> Snapshot.canBeDeleted(row.facts) && touches(row, entry.getKey()))
                            .forEach(this::erase);
                    tomb.erased = true;
                    erased++;
                }
            }
        }
        return erased;
    }

    private static boolean touches(Row row, String path) {
        return row.facts.path().equals(path)
                || row.facts.contents().stream().anyMatch(inner -> inner.path().equals(path));
    }

    private void erase(Row row) {
        row.erased |= !row.purged;
        if (row.standalone) {
            row.standalone = false;
            items(row.facts.document().visibility()).remove(List.of(row.facts.item()));
        }
    }

    StoredDocument document(Row row) {
        var document = row.facts.document();
        return new StoredDocument(
                document.id(),
                document.spelling(),
                document.hash(),
                document.type(),
                row.facts.kind(),
                document.visibility(),
                row.number,
                row.facts.rank(),
                document.sequence(),
                document.proofTime(),
                document.bytes());
    }
}
