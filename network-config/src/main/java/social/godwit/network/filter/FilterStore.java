package social.godwit.network.filter;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Keeps the instance's own filters. */
public interface FilterStore {
    /** All of them, in the order in which they are asked; at most {@link Filter#FILTERS_MAX}. */
    Uni<List<Filter>> all();

    /** Writes a filter, in the place of one of the same id; false when there are too many. */
    Uni<Boolean> put(Filter filter);

    /** Forgets a filter; says whether there was one. */
    Uni<Boolean> remove(String id);
}
