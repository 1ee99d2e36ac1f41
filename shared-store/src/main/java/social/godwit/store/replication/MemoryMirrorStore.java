package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import social.godwit.identity.did.Did;

/** {@link MirrorStore} for simulations and quick tests. Guarded by its own lock. */
final class MemoryMirrorStore implements MirrorStore {
    private final Map<String, Mirror> mirrors = new TreeMap<>();
    private final Map<String, Long> positions = new HashMap<>();

    @Override
    public Uni<Boolean> add(Mirror mirror) {
        return run(() -> {
            if (mirrors.size() >= MAX && !mirrors.containsKey(mirror.target())) {
                return false;
            }
            mirrors.put(mirror.target(), mirror);
            return true;
        });
    }

    @Override
    public Uni<Boolean> remove(String target) {
        return run(() -> mirrors.remove(target) != null);
    }

    @Override
    public Uni<List<Mirror>> all() {
        return run(() -> List.copyOf(mirrors.values()));
    }

    @Override
    public Uni<Optional<Mirror>> claim(Instant now, Instant lease) {
        return run(() -> {
            Optional<Mirror> due = mirrors.values().stream()
                    .filter(mirror -> !mirror.nextAt().isAfter(now))
                    .min(Comparator.comparing(Mirror::nextAt));
            due.ifPresent(mirror -> mirrors.put(mirror.target(), mirror.next(lease, mirror.problem())));
            return due;
        });
    }

    @Override
    public Uni<Void> save(Mirror mirror) {
        return run(() -> mirrors.computeIfPresent(mirror.target(), (same, before) -> mirror))
                .replaceWithVoid();
    }

    @Override
    public Uni<Long> position(Did peer, Did account) {
        return run(() -> positions.getOrDefault(peer + " " + account, 0L));
    }

    @Override
    public Uni<Void> fetched(Did peer, Did account, long position) {
        return run(() -> positions.put(peer + " " + account, position)).replaceWithVoid();
    }

    private <T> Uni<T> run(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }
}
