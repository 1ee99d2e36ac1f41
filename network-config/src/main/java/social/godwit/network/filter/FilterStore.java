package social.godwit.network.filter;

import io.smallrye.mutiny.Uni;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the instance's own filters. */
public interface FilterStore {
    /** For how many days hits are counted. */
    int COUNTED_DAYS = 30;

    /** All of them, in the order in which they are asked; at most {@link Filter#FILTERS_MAX}. */
    Uni<List<Filter>> all();

    /** Writes a filter, in the place of one of the same id, unless it has to be {@code fresh}. */
    Uni<Written> put(Filter filter, boolean fresh);

    /** What came of writing a filter. */
    enum Written {
        /** It is kept. */
        DONE,
        /** There are too many. */
        FULL,
        /** There is one of this id already, which was left as it is. */
        TAKEN
    }

    /** Turns a filter on or off, whatever else is written of it meanwhile: as it is then, or nothing when there is none. */
    Uni<Optional<Filter>> turn(String id, boolean on);

    /** Forgets a filter; says whether there was one. */
    Uni<Boolean> remove(String id);

    /** Puts filters into this order; those that are not named come after them, as they stood. */
    Uni<Void> order(List<String> ids);

    /** Adds what filters found on a day, by filter; what is older than {@link #COUNTED_DAYS} is forgotten. */
    Uni<Void> found(Map<Name, Long> hits, LocalDate day);

    /** How often each filter found something in the {@link #COUNTED_DAYS} up to this day; those without a hit are left out. */
    Uni<Map<Name, Long>> hits(LocalDate today);

    /**
     * How a filter is told from those of other networks.
     *
     * @param network whose charter it is of; empty for the instance's own
     */
    record Name(String network, String id) {}
}
