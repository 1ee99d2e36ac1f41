package social.godwit.instance.client.move;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;

/** Until when servers take no other move of an address, after the last one. A move that comes sooner is lost there: it is answered, and ignored. */
final class Locks {
    private Locks() {}

    /**
     * The software that takes no move away from {@code from} yet, and until when.
     *
     * @param last the move before this one
     */
    static Map<Software, Instant> of(Optional<Journey> last, Origin from, Instant now) {
        Map<Software, Instant> locked = new EnumMap<>(Software.class);
        last.filter(journey -> journey.to().equals(from) || journey.from().equals(from))
                .ifPresent(journey -> {
                    boolean movedTo = journey.to().equals(from);
                    journey.time("announced").ifPresent(told -> {
                        for (Software software : Software.values())
                            locked.put(software, told.plus(software.lock(movedTo)));
                    });
                    // There, back, and on: what the first of the three has locked counts too.
                    if (journey.back())
                        journey.time("again").ifPresent(at -> locked.merge(Software.MASTODON, at, Locks::later));
                });
        locked.values().removeIf(until -> !until.isAfter(now));
        return locked;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
