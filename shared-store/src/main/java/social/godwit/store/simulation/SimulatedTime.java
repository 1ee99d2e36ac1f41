package social.godwit.store.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A clock that jumps from one event to the next. */
final class SimulatedTime implements InstantSource {
    static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::order));
    private Instant now = BEGIN;
    private long order;

    private record Event(Instant at, long order, Runnable what) {}

    @Override
    public Instant instant() {
        return now;
    }

    void after(Duration delay, Runnable what) {
        events.add(new Event(now.plus(delay), order++, what));
    }

    /** Does again and again what is to be done, first after {@code interval}. */
    void every(Duration interval, Runnable what) {
        after(interval, () -> {
            what.run();
            every(interval, what);
        });
    }

    /** Lets time go by in which nothing happens: all that is to come comes so much later. */
    void jump(Duration time) {
        now = now.plus(time);
        List<Event> later = events.stream()
                .map(event -> new Event(event.at.plus(time), event.order, event.what))
                .toList();
        events.clear();
        events.addAll(later);
    }

    void run(Duration time) {
        Instant end = now.plus(time);
        Event event = events.peek();
        while (event != null && !event.at.isAfter(end)) {
            events.remove();
            now = event.at;
            event.what.run();
            event = events.peek();
        }
        now = end;
    }
}
