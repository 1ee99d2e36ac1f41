package social.godwit.store;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Readings of what is held in memory, by a timer and after each change. They overlap: one that was begun before a change may end after
 * the one that was begun for it, and must not bring back what was.
 */
public final class Readings {
    private final AtomicLong begun = new AtomicLong();
    /** Which reading is shown; guarded by this. */
    private long shown;

    /**
     * Reads, and shows what was read unless a reading that was begun later is shown already.
     *
     * @param show is called for one reading at a time, and takes no time to speak of
     */
    public <T> Uni<Void> read(Supplier<Uni<T>> reading, Consumer<T> show) {
        return Uni.createFrom().deferred(() -> {
            long turn = begun.incrementAndGet();
            return reading.get().invoke(read -> showNewest(turn, read, show)).replaceWithVoid();
        });
    }

    private synchronized <T> void showNewest(long turn, T read, Consumer<T> show) {
        if (turn > shown) {
            show.accept(read);
            shown = turn;
        }
    }
}
