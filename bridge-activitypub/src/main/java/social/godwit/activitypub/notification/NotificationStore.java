package social.godwit.activitypub.notification;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Set;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;

/** What owners are told, newest first, kept for 180 days and at most 5,000 each. */
public interface NotificationStore {
    /** Notifications of {@code types} (all when empty), without those of actors the owner blocks or mutes. */
    Uni<Slice<Notification>> page(Did account, Set<Notification.Type> types, Window window);

    /** Tells an owner something; what has the key of something told before is not told again. */
    Uni<Void> tell(Did account, Notification notification);

    /**
     * The same of what strangers can bring about: not when so many of its type whose keys begin alike were told since then.
     *
     * @return whether it has been told, now or before
     */
    Uni<Boolean> tellSome(Did account, Notification notification, String alike, Instant since, int most);
}
