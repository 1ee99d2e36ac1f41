package social.godwit.activitypub.timeline;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.identity.did.Did;

/**
 * Public, listed posts of the members of networks that are hosted here. A post is filed under its author's networks in the
 * transaction that keeps it, so that reading a page costs a look-up a post, however many members and posts there are.
 */
public interface NetworkPosts {
    /** How many posts of somebody who becomes an author are filed afterwards. */
    int BROUGHT_MAX = 200;

    /** How many posts of a network are kept filed; older ones are no longer in its view. */
    int KEPT_MAX = 50_000;

    /**
     * From now on these, and nobody else, are the authors of the network. Nobody forgets it by an empty set.
     *
     * @param actors ids as ids are compared
     */
    Uni<Void> authors(String network, Set<String> actors);

    /**
     * Posts of the network's authors, newest first, and for a viewer also posts of others whom the viewer follows; without what
     * the viewer may not or does not want to see, and what this instance hides.
     */
    Uni<Slice<Note>> newest(String network, Optional<Did> viewer, Window window);

    /** Those of these actors whom the viewer follows. */
    Uni<Set<String>> followed(Did viewer, Collection<String> actors);

    /** Forgets what is beyond {@link #KEPT_MAX}; how many. */
    Uni<Integer> prune(String network);
}
