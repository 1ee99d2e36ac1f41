package social.godwit.store.media;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/** {@link MediaStore} for simulations and quick tests. Guarded by its own lock. */
public final class MemoryMediaStore implements MediaStore {
    private final InstantSource clock;
    private final Map<Sha256, Kept> blobs = new LinkedHashMap<>();

    /** An empty store. */
    public MemoryMediaStore(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Kept {
        final byte[] bytes;
        final Set<Did> keepers = new HashSet<>();
        Blob blob;

        Kept(byte[] bytes, Blob blob) {
            this.bytes = bytes;
            this.blob = blob;
        }
    }

    @Override
    public Uni<Blob> put(Did account, byte[] bytes, String type) {
        MediaLimits.check(bytes);
        Sha256 hash = Sha256.of(bytes);
        return locked(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Kept kept = blobs.computeIfAbsent(
                    hash, absent -> new Kept(bytes.clone(), new Blob(hash, type, bytes.length, now)));
            kept.blob = new Blob(hash, kept.blob.type(), bytes.length, now);
            kept.keepers.add(account);
            return kept.blob;
        });
    }

    @Override
    public Uni<Optional<Blob>> find(Sha256 hash) {
        return locked(() -> Optional.ofNullable(blobs.get(hash)).map(kept -> kept.blob));
    }

    @Override
    public Uni<Optional<byte[]>> part(Sha256 hash, int part) {
        return locked(() -> Optional.ofNullable(blobs.get(hash))
                .filter(kept -> part >= 0 && part < kept.blob.parts())
                .map(kept -> Arrays.copyOfRange(
                        kept.bytes, part * PART_BYTES, (int) Math.min(kept.bytes.length, (part + 1L) * PART_BYTES))));
    }

    @Override
    public Uni<Boolean> release(Did account, Sha256 hash) {
        return locked(() -> {
            Kept kept = blobs.get(hash);
            return kept != null && kept.keepers.remove(account);
        });
    }

    @Override
    public Uni<Integer> releaseAll(Did account) {
        return locked(() -> Math.toIntExact(blobs.values().stream()
                .filter(kept -> kept.keepers.remove(account))
                .count()));
    }

    @Override
    public Uni<List<Did>> keepers(Sha256 hash, Optional<Did> after, int limit) {
        return locked(() -> page(Stream.ofNullable(blobs.get(hash)), after, limit));
    }

    @Override
    public Uni<List<Did>> keepers(Optional<Did> after, int limit) {
        return locked(() -> page(blobs.values().stream(), after, limit));
    }

    private static List<Did> page(Stream<Kept> some, Optional<Did> after, int limit) {
        return some.flatMap(kept -> kept.keepers.stream())
                .distinct()
                .sorted(Comparator.comparing(Did::toString))
                .filter(did -> after.filter(one -> did.toString().compareTo(one.toString()) <= 0)
                        .isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public Uni<Boolean> keeps(Did account, Sha256 hash) {
        return locked(() -> {
            Kept kept = blobs.get(hash);
            return kept != null && kept.keepers.contains(account);
        });
    }

    @Override
    public Uni<Long> used(Did account) {
        return locked(() -> blobs.values().stream()
                .filter(kept -> kept.keepers.contains(account))
                .mapToLong(kept -> kept.blob.size())
                .sum());
    }

    @Override
    public Uni<Integer> removeUnused(Instant storedBefore, int limit) {
        return locked(() -> {
            List<Sha256> unused = blobs.values().stream()
                    .filter(kept ->
                            kept.keepers.isEmpty() && kept.blob.storedAt().isBefore(storedBefore))
                    .map(kept -> kept.blob.hash())
                    .limit(limit)
                    .toList();
            unused.forEach(blobs::remove);
            return unused.size();
        });
    }

    private synchronized <T> T guarded(Supplier<T> work) {
        return work.get();
    }

    private <T> Uni<T> locked(Supplier<T> work) {
        return Uni.createFrom().item(() -> guarded(work));
    }
}
