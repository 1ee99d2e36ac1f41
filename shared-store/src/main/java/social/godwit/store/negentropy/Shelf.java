package social.godwit.store.negentropy;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import social.godwit.store.negentropy.ItemSet.Range;

/** Where a tree's nodes, and the items under them, are kept. */
interface Shelf {
    /** Those that there are. */
    Uni<Map<String, Node>> nodes(Collection<String> prefixes);

    /** As {@link ItemSet#in}. */
    Uni<List<List<Item>>> items(List<Range> ranges, int limit);

    /** Puts new and changed nodes, and takes others away. */
    Uni<Void> put(Map<String, Node> changed, Collection<String> gone);
}
