package social.godwit.activitypub.interaction;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/**
 * What owners collect: bookmarks, pins, lists, and whatever else they {@code Add} to a collection of their own. Remote
 * actors' featured posts, too, under their collection's id.
 */
public interface CollectedStore {
    /** Items of the collection {@code id} (any spelling), newest first. */
    Uni<Slice<Collected>> items(String id, Window window);

    /** The owner's own collections, made with a Create of a Collection, by name. */
    Uni<List<OwnCollection>> collections(Did account);

    /**
     * One item.
     *
     * @param item its id, as it is compared
     * @param spelling its id, as written
     * @param activity the id of the Add
     * @param added when it was received
     */
    record Collected(String item, String spelling, String activity, Instant added) {}

    /**
     * A collection of an owner, such as a list.
     *
     * @param id canonical
     * @param name what the owner calls it
     */
    record OwnCollection(String id, String name) {}
}
