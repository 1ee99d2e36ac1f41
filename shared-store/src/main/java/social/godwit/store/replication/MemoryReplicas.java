package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/** {@link Replicas} for simulations and quick tests. Guarded by its own lock. */
public final class MemoryReplicas implements Replicas {
    private static final Comparator<Did> BY_TEXT = Comparator.comparing(Did::toString);

    private final Map<Did, Map<Did, Row>> byPeer = new TreeMap<>(BY_TEXT);
    private final Map<Did, Map<Did, Row>> byAccount = new HashMap<>();
    private final Map<Did, PeerState> states = new LinkedHashMap<>();
    private final Map<Did, Map<Sha256, Instant>> poison = new HashMap<>();
    private final Map<String, Instant> leases = new HashMap<>();
    private final MirrorStore mirrors = new MemoryMirrorStore();
    private final AuditStore audits = new MemoryAuditStore(this::everything);

    private static final class Row {
        Replica replica;
        Instant served = Instant.MIN;

        Row(Replica replica) {
            this.replica = replica;
        }
    }

    @Override
    public Uni<Void> share(Did account, long newest, List<Peer> gateways) {
        return run(() -> {
            Map<Did, Row> before = byAccount.getOrDefault(account, Map.of());
            for (Did gone : List.copyOf(before.keySet())) {
                if (gateways.stream().noneMatch(peer -> peer.key().equals(gone))) {
                    before.remove(gone);
                    forget(gone, account);
                }
            }
            for (Peer peer : gateways) {
                Row row = byAccount
                        .computeIfAbsent(account, absent -> new TreeMap<>(BY_TEXT))
                        .computeIfAbsent(
                                peer.key(),
                                absent -> new Row(new Replica(
                                        peer,
                                        account,
                                        Position.START,
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())));
                Replica old = row.replica;
                row.replica = new Replica(peer, account, old.newest(), old.taken(), old.pull(), old.pausedUntil());
                byPeer.computeIfAbsent(peer.key(), absent -> new TreeMap<>(BY_TEXT))
                        .put(account, row);
            }
            advance(account, new Position(newest, 0));
        });
    }

    private void forget(Did peer, Did account) {
        Map<Did, Row> accounts = byPeer.getOrDefault(peer, Map.of());
        accounts.remove(account);
        if (accounts.isEmpty()) {
            byPeer.remove(peer);
        }
    }

    @Override
    public Uni<Void> stored(Map<Did, Long> newest) {
        return run(() -> newest.forEach((account, number) -> advance(account, new Position(number, 0))));
    }

    @Override
    public Uni<Void> recorded(Did account, long newest) {
        return run(() -> advance(account, new Position(0, newest)));
    }

    private void advance(Did account, Position newest) {
        for (Row row : byAccount.getOrDefault(account, Map.of()).values()) {
            Replica old = row.replica;
            row.replica = new Replica(
                    old.peer(), account, old.newest().max(newest), old.taken(), old.pull(), old.pausedUntil());
        }
    }

    @Override
    public Uni<List<Replica>> of(Did account) {
        return guarded(() -> list(byAccount.getOrDefault(account, Map.of()).values().stream()));
    }

    @Override
    public Uni<Optional<Replica>> find(Did peer, Did account) {
        return guarded(() -> Optional.ofNullable(row(peer, account)).map(row -> row.replica));
    }

    private @Nullable Row row(Did peer, Did account) {
        return byAccount.getOrDefault(account, Map.of()).get(peer);
    }

    @Override
    public Uni<List<Replica>> with(Did peer, Optional<Did> after, int limit) {
        return guarded(() -> list(rows(peer)
                .filter(row -> after.isEmpty() || BY_TEXT.compare(row.replica.account(), after.get()) > 0)
                .limit(limit(limit))));
    }

    private Stream<Row> rows(Did peer) {
        return byPeer.getOrDefault(peer, Map.of()).values().stream();
    }

    private static List<Replica> list(Stream<Row> rows) {
        return rows.map(row -> row.replica).toList();
    }

    private static int limit(int wanted) {
        return Math.min(wanted, MAX_LIST);
    }

    @Override
    public Uni<List<Peer>> peers(Optional<Did> after) {
        return guarded(() -> byPeer.entrySet().stream()
                .filter(entry -> after.isEmpty() || BY_TEXT.compare(entry.getKey(), after.get()) > 0)
                .limit(MAX_LIST)
                .map(entry ->
                        entry.getValue().values().iterator().next().replica.peer())
                .toList());
    }

    @Override
    public Uni<List<Peer>> toPush(Instant now) {
        return guarded(() -> byPeer.values().stream()
                .flatMap(accounts -> accounts.values().stream().filter(due(now)).limit(1))
                .limit(MAX_LIST)
                .map(row -> row.replica.peer())
                .toList());
    }

    private static Predicate<Row> due(Instant now) {
        return row -> row.replica.behind()
                && row.replica.pausedUntil().filter(now::isBefore).isEmpty();
    }

    @Override
    public Uni<List<Replica>> unplaced(Did peer, int limit) {
        return guarded(() ->
                list(rows(peer).filter(row -> row.replica.taken().isEmpty()).limit(limit(limit))));
    }

    @Override
    public Uni<List<Replica>> toPush(Did peer, Instant now, int limit) {
        return guarded(() -> list(rows(peer)
                .filter(due(now))
                .sorted(Comparator.comparing(row -> row.served))
                .limit(limit(limit))));
    }

    @Override
    public Uni<Void> brought(Did peer, Map<Did, Brought> numbers) {
        return run(() -> numbers.forEach((account, brought) -> {
            Row row = row(peer, account);
            Optional<Position> taken = row == null ? Optional.empty() : row.replica.taken();
            if (taken.isPresent() && taken.get().documents() == brought.before()) {
                change(
                        peer,
                        account,
                        null,
                        old -> new Replica(
                                old.peer(),
                                account,
                                old.newest(),
                                Optional.of(taken.get().max(new Position(brought.last(), 0))),
                                old.pull(),
                                old.pausedUntil()));
            }
        }));
    }

    @Override
    public Uni<Void> taken(Did peer, Map<Did, Position> positions, Instant now) {
        return run(() -> positions.forEach((account, position) -> change(
                peer,
                account,
                now,
                old -> new Replica(
                        old.peer(),
                        account,
                        old.newest(),
                        Optional.of(old.taken().orElse(Position.START).max(position)),
                        old.pull(),
                        old.pausedUntil()))));
    }

    private void change(Did peer, Did account, @Nullable Instant served, UnaryOperator<Replica> change) {
        Row row = row(peer, account);
        if (row != null) {
            row.replica = change.apply(row.replica);
            row.served = served == null ? row.served : served;
        }
    }

    @Override
    public Uni<Void> pause(Did peer, Did account, Instant until) {
        return run(() -> change(
                peer,
                account,
                null,
                old -> new Replica(old.peer(), account, old.newest(), old.taken(), old.pull(), Optional.of(until))));
    }

    @Override
    public Uni<Void> pull(Did account) {
        return run(() -> byAccount
                .getOrDefault(account, Map.of())
                .keySet()
                .forEach(peer -> change(
                        peer, account, null, old -> pulling(old, old.pull().orElse(Replica.Pull.START)))));
    }

    private static Replica pulling(Replica old, Replica.Pull pull) {
        return new Replica(old.peer(), old.account(), old.newest(), old.taken(), Optional.of(pull), old.pausedUntil());
    }

    private Uni<List<Replica>> everything() {
        return guarded(() -> list(byAccount.values().stream().flatMap(row -> row.values().stream())));
    }

    @Override
    public Uni<List<Replica>> toPull(int limit) {
        return guarded(() -> list(byAccount.values().stream()
                .flatMap(rows -> rows.values().stream())
                .filter(row -> row.replica.pull().filter(pull -> !pull.done()).isPresent())
                .sorted(Comparator.comparing((Row row) -> row.replica.account(), BY_TEXT)
                        .thenComparing(row -> row.replica.peer().key(), BY_TEXT))
                .limit(limit(limit))));
    }

    @Override
    public Uni<Void> pulled(Did peer, Did account, Replica.Pull pull) {
        return run(() -> change(peer, account, null, old -> old.pull().isPresent() ? pulling(old, pull) : old));
    }

    @Override
    public Uni<Boolean> claim(Did peer, Work work, Instant now, Duration lease) {
        return guarded(() -> {
            Instant held = leases.get(peer + " " + work);
            if (held != null && now.isBefore(held)) {
                return false;
            }
            leases.put(peer + " " + work, now.plus(lease));
            return true;
        });
    }

    @Override
    public Uni<Void> release(Did peer, Work work) {
        return run(() -> leases.remove(peer + " " + work));
    }

    @Override
    public Uni<Shared> shared(Did peer) {
        return everything().map(all -> {
            List<Replica> with = all.stream()
                    .filter(replica -> replica.peer().key().equals(peer))
                    .toList();
            return new Shared(
                    with.size(),
                    with.stream()
                            .filter(replica -> replica.taken().isEmpty() || replica.behind())
                            .count(),
                    with.stream().mapToLong(Replica::lag).sum());
        });
    }

    @Override
    public MirrorStore mirrors() {
        return mirrors;
    }

    @Override
    public AuditStore audits() {
        return audits;
    }

    @Override
    public Uni<PeerState> state(Did peer) {
        return guarded(() -> states.getOrDefault(peer, PeerState.NEW).sharing(byPeer.containsKey(peer)));
    }

    @Override
    public Uni<List<Silent>> silent(Instant since) {
        return guarded(() -> byPeer.entrySet().stream()
                .map(entry -> new Silent(
                        entry.getValue().values().iterator().next().replica.peer(),
                        states.getOrDefault(entry.getKey(), PeerState.NEW)))
                .filter(one -> one.state()
                        .lastSuccess()
                        .filter(last -> !last.isBefore(since))
                        .isEmpty())
                .limit(MAX_LIST)
                .toList());
    }

    @Override
    public Uni<Void> note(Did peer, Exchange exchange) {
        return run(() -> {
            PeerState before = states.remove(peer);
            states.put(peer, (before == null ? PeerState.NEW : before).after(exchange));
            long strangers = states.keySet().stream()
                    .filter(one -> !byPeer.containsKey(one))
                    .count();
            if (strangers > MAX_STRANGERS) {
                states.keySet().stream()
                        .filter(one -> !byPeer.containsKey(one))
                        .findFirst()
                        .ifPresent(states::remove);
            }
        });
    }

    @Override
    public Uni<List<Lag>> lags() {
        return guarded(() -> byPeer.values().stream()
                .map(rows -> rows.values().stream()
                        .map(row -> row.replica)
                        .filter(Replica::behind)
                        .toList())
                .filter(behind -> !behind.isEmpty())
                .limit(MAX_LIST)
                .map(behind -> new Lag(
                        behind.getFirst().peer(),
                        behind.size(),
                        behind.stream().mapToLong(Replica::lag).sum()))
                .toList());
    }

    @Override
    public Uni<Set<Sha256>> poisoned(Did peer, Collection<Sha256> hashes, Instant now) {
        return guarded(() -> {
            Map<Sha256, Instant> remembered = poison.getOrDefault(peer, Map.of());
            Set<Sha256> poisoned = new LinkedHashSet<>();
            for (Sha256 hash : hashes) {
                Instant until = remembered.get(hash);
                if (until != null && now.isBefore(until)) {
                    poisoned.add(hash);
                }
            }
            return poisoned;
        });
    }

    @Override
    public Uni<Void> poison(Did peer, Collection<Sha256> hashes, Instant now) {
        return run(() -> {
            Map<Sha256, Instant> remembered = poison.computeIfAbsent(peer, absent -> new LinkedHashMap<>());
            for (Sha256 hash : hashes) {
                remembered.remove(hash);
                remembered.put(hash, now.plus(POISONED));
            }
            var oldest = remembered.keySet().iterator();
            while (remembered.size() > MAX_POISON) {
                oldest.next();
                oldest.remove();
            }
        });
    }

    private Uni<Void> run(Runnable work) {
        return guarded(() -> {
                    work.run();
                    return true;
                })
                .replaceWithVoid();
    }

    private <T> Uni<T> guarded(Supplier<T> work) {
        return Uni.createFrom().item(() -> locked(work));
    }

    private synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }
}
