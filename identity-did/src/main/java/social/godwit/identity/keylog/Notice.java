package social.godwit.identity.keylog;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;

/**
 * When an entry became public, as gateways sign it. Its own time means nothing: whoever holds a key can write any.
 *
 * @param listed the instance keys of the gateways that the account listed before the entry came
 * @param received by instance key, when each had it
 * @param own the key of the gateway that asks, if it is one
 */
public record Notice(Set<Did> listed, Map<Did, Instant> received, Optional<Did> own) {
    /** Nobody has signed for the entry. */
    public static final Notice NONE = new Notice(Set.of(), Map.of(), Optional.empty());

    /** Copies the collections. */
    public Notice {
        listed = Set.copyOf(listed);
        received = Map.copyOf(received);
    }

    /** When more than half of the listed gateways had it; nothing as long as they had not. */
    Optional<Instant> majority() {
        List<Instant> times = received.entrySet().stream()
                .filter(one -> listed.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        int needed = listed.size() / 2 + 1;
        return times.size() < needed ? Optional.empty() : Optional.of(times.get(needed - 1));
    }

    /**
     * From when a delay runs: the majority's time, at a listed gateway never before its own. So a majority of thieves among
     * the gateways can shorten no delay at an honest one.
     */
    Optional<Instant> since() {
        Optional<Instant> mine = own.filter(listed::contains).map(received::get);
        return majority()
                .filter(time -> own.filter(listed::contains).isEmpty() || mine.isPresent())
                .map(time -> mine.filter(time::isBefore).orElse(time));
    }

    /** Whether an objection was there in time; one that no majority has signed for yet is. */
    boolean isBefore(Instant deadline) {
        return majority().map(deadline::isAfter).orElse(true);
    }
}
