package social.godwit.store.stream;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import social.godwit.store.document.RepositoryChange;

/** {@link StreamLog} for simulations and quick tests. Guarded by its own lock. */
public final class MemoryStreamLog implements StreamLog {
    private final InstantSource clock;
    private final List<Timed> entries = new ArrayList<>();
    private StreamCursor newest = StreamCursor.START;
    private StreamCursor forgotten = StreamCursor.START;

    private record Timed(Entry entry, Instant at) {}

    /** A log of nothing. */
    public MemoryStreamLog(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Uni<Void> changed(List<RepositoryChange> changes) {
        return guarded(() -> {
                    for (Entry entry : changes.stream()
                            .flatMap(change -> StreamLog.entries(change).stream())
                            .toList()) {
                        long number = newest.numbers().get(entry.partition()) + 1;
                        newest = newest.with(entry.partition(), number);
                        entries.add(new Timed(
                                new Entry(
                                        entry.partition(),
                                        number,
                                        entry.account(),
                                        entry.hash(),
                                        entry.size(),
                                        entry.deleted()),
                                clock.instant()));
                    }
                    return true;
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<StreamCursor> newest() {
        return guarded(() -> newest);
    }

    @Override
    public Uni<StreamCursor> forgotten() {
        return guarded(() -> forgotten);
    }

    @Override
    public Uni<List<Entry>> after(StreamCursor cursor) {
        return guarded(() -> entries.stream()
                .map(Timed::entry)
                .filter(entry ->
                        place(entry, cursor) > 0 && place(entry, cursor) <= MAX_ENTRIES / StreamCursor.PARTITIONS)
                .sorted(Comparator.comparingLong((Entry entry) -> place(entry, cursor))
                        .thenComparingInt(Entry::partition))
                .toList());
    }

    private static long place(Entry entry, StreamCursor cursor) {
        return entry.number() - cursor.numbers().get(entry.partition());
    }

    @Override
    public Uni<Integer> forget(Instant before, int limit) {
        return guarded(() -> {
            List<Timed> old = entries.stream()
                    .filter(timed -> timed.at().isBefore(before))
                    .filter(timed -> place(timed.entry(), forgotten) <= limit)
                    .toList();
            entries.removeAll(old);
            old.forEach(timed -> forgotten =
                    forgotten.with(timed.entry().partition(), timed.entry().number()));
            return old.size();
        });
    }

    private <T> Uni<T> guarded(Supplier<T> work) {
        return Uni.createFrom().item(() -> {
            synchronized (this) {
                return work.get();
            }
        });
    }
}
