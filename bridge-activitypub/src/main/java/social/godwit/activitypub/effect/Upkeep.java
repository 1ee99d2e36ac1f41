package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Work that comes by time and not by request. Every call does a bounded part of it; calls may overlap. */
public interface Upkeep {
    /** Tells those concerned of polls that have closed. Every half minute or so. */
    Uni<Void> endPolls();

    /**
     * Those followed from here who were not asked for a day whether they have moved, at most {@code limit}; they count as
     * asked. Ids as written, each once.
     */
    Uni<List<String>> unasked(int limit);

    /** Forgets activities after 90 days, notifications after 180 or beyond 5,000, posts of strangers after 365, and the like. Every few minutes. */
    Uni<Void> forgetOld();
}
