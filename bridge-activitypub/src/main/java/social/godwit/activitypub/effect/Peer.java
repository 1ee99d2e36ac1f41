package social.godwit.activitypub.effect;

import java.util.List;
import java.util.Optional;

/**
 * What decisions need of another actor's document, the actor being elsewhere or an owner here.
 *
 * @param inbox its inbox
 * @param sharedInbox its host's shared inbox, else the same as {@code inbox}
 * @param featured its collection of pinned posts
 * @param movedTo where it says that it moved
 * @param alsoKnownAs what other actors it says to be
 */
record Peer(
        String inbox,
        String sharedInbox,
        Optional<String> featured,
        Optional<String> movedTo,
        List<String> alsoKnownAs) {
    Peer {
        alsoKnownAs = List.copyOf(alsoKnownAs);
    }
}
