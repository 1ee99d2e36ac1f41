package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;

/** What an account is told: who did what to it and its posts. */
@ApplicationScoped
class NotificationsView {
    private final NotificationStore notifications;
    private final NoteStore noteStore;
    private final Notes notes;
    private final Faces faces;

    NotificationsView(NotificationStore notifications, NoteStore noteStore, Notes notes, Faces faces) {
        this.notifications = notifications;
        this.noteStore = noteStore;
        this.notes = notes;
        this.faces = faces;
    }

    /** One page. */
    Uni<ViewAnswer> page(Account account, Window page) {
        return notifications.page(account.did(), Set.of(), page).chain(slice -> {
            List<String> objects = slice.items().stream()
                    .flatMap(one -> one.object().stream())
                    .distinct()
                    .toList();
            List<String> actors =
                    slice.items().stream().map(Notification::actor).toList();
            return noteStore
                    .findAll(objects, Optional.of(account.did()))
                    .chain(found -> notes.shown(Optional.of(account.did()), found.values())
                            .chain(posts -> notes.leftOut(account.did(), actors)
                                    .chain(hidden -> faces.of(actors)
                                            .map(known -> ViewPage.of(
                                                    account,
                                                    "notifications",
                                                    ViewPage.only(
                                                            slice,
                                                            one -> isWanted(
                                                                    one, hidden, found.keySet(), posts.keySet())),
                                                    one -> Notices.of(one, posts, known))))));
        });
    }

    /** What moderators and networks say is always told. Of the rest, labels hide whom and which of the posts that were found they hide elsewhere. */
    private static boolean isWanted(Notification one, Set<String> hidden, Set<String> found, Set<String> shown) {
        if (one.type().ofTheHouse()) {
            return true;
        }
        boolean hiddenPost = one.object()
                .filter(id -> found.contains(id) && !shown.contains(id))
                .isPresent();
        return !hiddenPost && !hidden.contains(one.actor());
    }
}
