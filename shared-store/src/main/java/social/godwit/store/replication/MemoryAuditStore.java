package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;

/** {@link AuditStore} for simulations and quick tests. Guarded by its own lock. */
final class MemoryAuditStore implements AuditStore {
    private final Supplier<Uni<List<Replica>>> replicas;
    private final Map<Shared, Deque<Signed>> receipts = new HashMap<>();
    private final Map<Shared, AuditReport> reports = new LinkedHashMap<>();

    private record Shared(Did account, Did peer) {}

    /** Over these replicas. */
    MemoryAuditStore(Supplier<Uni<List<Replica>>> replicas) {
        this.replicas = replicas;
    }

    @Override
    public Uni<Void> keep(Did peer, List<Signed> signed) {
        return replicas.get()
                .chain(all -> run(() -> {
                    Set<Did> shared = all.stream()
                            .filter(replica -> replica.peer().key().equals(peer))
                            .map(Replica::account)
                            .collect(Collectors.toSet());
                    signed.stream()
                            .filter(one -> shared.contains(one.receipt().account()))
                            .forEach(one -> keep(peer, one));
                    return true;
                }))
                .replaceWithVoid();
    }

    private void keep(Did peer, Signed signed) {
        Deque<Signed> kept =
                receipts.computeIfAbsent(new Shared(signed.receipt().account(), peer), absent -> new ArrayDeque<>());
        kept.addLast(signed);
        if (kept.size() > MAX_RECEIPTS) {
            kept.removeFirst();
        }
    }

    @Override
    public Uni<Map<Sha256, JsonObject>> receipts(Did account, Did peer, Collection<Sha256> hashes) {
        return run(() -> {
            Map<Sha256, JsonObject> found = new LinkedHashMap<>();
            for (Signed signed : receipts.getOrDefault(new Shared(account, peer), new ArrayDeque<>())) {
                signed.receipt().hashes().stream()
                        .filter(hashes::contains)
                        .forEach(hash -> found.put(hash, signed.map()));
            }
            return found;
        });
    }

    @Override
    public Uni<Void> note(AuditReport report) {
        return run(() -> reports.put(new Shared(report.account(), report.peer().key()), report))
                .replaceWithVoid();
    }

    @Override
    public Uni<List<AuditReport>> reports(Optional<Did> account, int limit) {
        return run(() -> sorted().filter(
                        report -> account.isEmpty() || account.get().equals(report.account()))
                .limit(Math.clamp(limit, 1, MAX_LIST))
                .toList());
    }

    @Override
    public Uni<List<AuditReport>> withheld(int limit) {
        return run(() -> sorted().filter(report -> report.state() == AuditReport.State.WITHHELD)
                .limit(Math.clamp(limit, 1, MAX_LIST))
                .toList());
    }

    private Stream<AuditReport> sorted() {
        return reports.values().stream()
                .sorted(Comparator.comparing(
                                (AuditReport report) -> report.account().toString())
                        .thenComparing(report -> report.peer().key().toString()));
    }

    @Override
    public Uni<List<Replica>> due(Instant before, int limit) {
        return replicas.get()
                .chain(all -> run(() -> all.stream()
                        .filter(replica -> Optional.ofNullable(reports.get(new Shared(
                                        replica.account(), replica.peer().key())))
                                .map(report -> report.at().isBefore(before))
                                .orElse(true))
                        .limit(Math.clamp(limit, 1, MAX_LIST))
                        .toList()));
    }

    private <T> Uni<T> run(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }
}
