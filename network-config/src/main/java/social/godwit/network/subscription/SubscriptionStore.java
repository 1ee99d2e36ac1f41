package social.godwit.network.subscription;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Keeps which lists are followed, what they say, and which rules they made. */
public interface SubscriptionStore {
    /** All lists, by name. */
    Uni<List<Subscription>> all();

    /** Writes a list; false when there are {@link Subscription#LISTS_MAX} others. */
    Uni<Boolean> put(Subscription list);

    /** Forgets a list and what it says; whether there was one. */
    Uni<Boolean> remove(String id);

    /** The lists that are due, at most {@code limit}, the longest due first. */
    Uni<List<Subscription>> due(Instant now, int limit);

    /** What a list says, and what it said of which a rule stands here; by domain. */
    Uni<List<Entry>> entries(String list);

    /** Writes what a list says, and forgets {@code forgotten}. */
    Uni<Void> write(String list, Collection<Entry> entries, Set<String> forgotten);
}
