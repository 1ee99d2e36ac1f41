package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import social.godwit.network.filter.FilterStore;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.store.Timers;

/**
 * How often each filter found something. Counted in memory and written every few seconds: what a sudden end loses are figures,
 * the hits themselves stand in the cases.
 */
@ApplicationScoped
public class FilterHits {
    private static final Duration WRITE = Duration.ofSeconds(10);

    private final FilterStore store;
    private final InstantSource clock;
    private final Map<Name, LongAdder> counted = new ConcurrentHashMap<>();

    FilterHits(FilterStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(WRITE, "writing how often filters found something", this::write);
    }

    void add(Name filter, long hits) {
        counted.computeIfAbsent(filter, ignored -> new LongAdder()).add(hits);
    }

    /** The hits of the last {@link FilterStore#COUNTED_DAYS} days, by filter; those without any are left out. */
    public Uni<Map<Name, Long>> lately() {
        return write().chain(() -> store.hits(today()));
    }

    private Uni<Void> write() {
        Map<Name, Long> taken = new HashMap<>();
        counted.forEach((filter, adder) -> {
            long hits = adder.sumThenReset();
            if (hits > 0) {
                taken.put(filter, hits);
            }
        });
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.found(taken, today()).onFailure().invoke(() -> taken.forEach(this::add));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
