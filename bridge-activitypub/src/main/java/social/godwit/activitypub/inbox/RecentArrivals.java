package social.godwit.activitypub.inbox;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Arrivals that this process has just kept, so that its workers need not read and parse them again. Only a shortcut:
 * what is not here is read from the database. At most {@value #CHARACTERS_MAX} characters of text; the oldest go first.
 */
@Singleton
final class RecentArrivals {
    private static final long CHARACTERS_MAX = 2_000_000;

    private final Map<Place, Recent> arrivals = new LinkedHashMap<>();
    private long characters;

    /** One arrival and when it was kept. */
    record Recent(Arrival arrival, Instant at) {}

    synchronized void put(Place place, Arrival arrival, Instant at) {
        arrivals.put(place, new Recent(arrival, at));
        characters += arrival.body().length();
        var oldest = arrivals.entrySet().iterator();
        while (characters > CHARACTERS_MAX && oldest.hasNext()) {
            characters -= oldest.next().getValue().arrival().body().length();
            oldest.remove();
        }
    }

    synchronized Optional<Recent> get(Place place) {
        return Optional.ofNullable(arrivals.get(place));
    }

    synchronized void remove(Place place) {
        Recent removed = arrivals.remove(place);
        if (removed != null) {
            characters -= removed.arrival().body().length();
        }
    }
}
