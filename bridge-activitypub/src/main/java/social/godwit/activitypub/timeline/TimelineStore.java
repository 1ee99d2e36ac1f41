package social.godwit.activitypub.timeline;

import io.smallrye.mutiny.Uni;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/** Timelines: strictly by time, without blocked and muted actors. */
public interface TimelineStore {
    /** Posts and boosts of the account itself and of those it follows. */
    Uni<Slice<TimelineEntry>> home(Did account, Window window);

    /** Direct posts to or by the account. */
    Uni<Slice<TimelineEntry>> direct(Did account, Window window);

    /** Posts and boosts of the members of the owner's list {@code id} (any spelling). */
    Uni<Slice<TimelineEntry>> list(Did account, String id, Window window);

    /** Public, listed posts of all accounts here. */
    Uni<Slice<TimelineEntry>> local(Window window);
}
