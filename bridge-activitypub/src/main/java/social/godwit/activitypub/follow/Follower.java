package social.godwit.activitypub.follow;

import java.time.Instant;

/**
 * Somebody who follows an account here.
 *
 * @param actor the follower's id as it is compared: canonical for portable actors
 * @param spelling the id as the follower writes it, for audiences and collections
 * @param inbox where the follower's own mail goes
 * @param sharedInbox where mail for all of its host goes; the same as {@code inbox} when there is none
 * @param host the host of {@code inbox}, lower case
 * @param follow the id of the Follow, as written
 * @param accepted false while the owner has not decided
 * @param since when the Follow arrived, or was accepted
 * @param said when the follower's server signed that Follow: what was signed before it, and comes late, changes nothing
 */
public record Follower(
        String actor,
        String spelling,
        String inbox,
        String sharedInbox,
        String host,
        String follow,
        boolean accepted,
        Instant since,
        Instant said) {}
