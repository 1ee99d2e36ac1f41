package social.godwit.network.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.network.charter.Moderation.Filter;

/**
 * A post that waits for a steward: it would be shown, were it not for filters of the charter that hold it.
 *
 * @param filters that hold it, in the charter's order
 */
public record Held(Candidate post, List<Filter> filters) {
    public Held {
        filters = List.copyOf(filters);
    }

    /** Those of these posts that wait, in their order. What is left out for another reason as well does not: letting it through shows nothing. */
    public static List<Held> among(List<Candidate> posts, Standings standings, Instant now) {
        Map<String, Held> held = new LinkedHashMap<>();
        List<Candidate> released = new ArrayList<>();
        for (Candidate post : posts) {
            List<Filter> holding = standings.holding(post);
            if (!holding.isEmpty()) {
                held.put(post.id(), new Held(post, holding));
                Set<String> others = new HashSet<>(post.hits());
                holding.forEach(filter -> others.remove(filter.id()));
                released.add(post.found(others));
            }
        }
        Set<String> shown = new HashSet<>();
        NetworkView.of(released, Order.CHRONOLOGICAL, standings, Reader.NONE, now)
                .entries()
                .forEach(entry -> shown.add(entry.placed().post().id()));
        held.keySet().retainAll(shown);
        return List.copyOf(held.values());
    }
}
