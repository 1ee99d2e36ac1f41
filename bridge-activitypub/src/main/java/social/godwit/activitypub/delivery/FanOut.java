package social.godwit.activitypub.delivery;

import java.util.List;
import java.util.Set;

/**
 * An activity that waits to be spread over the hosts of its recipients.
 *
 * @param number its place among the account's activities
 * @param body what is sent
 * @param actors who gets it
 * @param inboxes inboxes that get it
 * @param followers true when all accepted followers get it, too
 */
record FanOut(long number, Body body, Set<String> actors, Set<String> inboxes, boolean followers) {
    FanOut {
        actors = Set.copyOf(actors);
        inboxes = Set.copyOf(inboxes);
    }

    /**
     * Where a recipient is.
     *
     * @param host the peer
     * @param inbox one of its inboxes
     */
    record Place(String host, String inbox) {}

    /**
     * What becomes of a fan-out.
     *
     * @param places inboxes, each once
     * @param unresolved actors whose inbox has to be looked up
     */
    record Spread(List<Place> places, List<String> unresolved) {
        Spread {
            places = List.copyOf(places);
            unresolved = List.copyOf(unresolved);
        }
    }
}
