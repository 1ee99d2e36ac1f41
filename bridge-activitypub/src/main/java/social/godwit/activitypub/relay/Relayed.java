package social.godwit.activitypub.relay;

import java.util.List;
import java.util.Map;

/**
 * How far a relayed activity has come.
 *
 * @param counts inboxes by state
 * @param open those that have not taken it, at most {@link #OPEN_MAX}
 */
public record Relayed(Map<State, Long> counts, List<Inbox> open) {
    /** The most inboxes that are named. */
    public static final int OPEN_MAX = 2_000;

    public Relayed {
        counts = Map.copyOf(counts);
        open = List.copyOf(open);
    }

    /** How an inbox stands. */
    public enum State {
        /** It has not answered for good; the request is tried again as long as its signature is young enough. */
        WAITING,
        /** It has taken the activity. */
        TAKEN,
        /** It has refused the activity for good. */
        REFUSED,
        /** It has not answered as long as the signature was young enough: the owner signs anew. */
        EXPIRED
    }

    /**
     * An inbox that has not taken the activity.
     *
     * @param problem why not, in words; empty before the first attempt
     */
    public record Inbox(String url, State state, int attempts, String problem) {}
}
