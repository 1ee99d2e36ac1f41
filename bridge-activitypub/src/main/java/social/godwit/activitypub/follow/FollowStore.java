package social.godwit.activitypub.follow;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/** Who follows whom, of the accounts here. Read only: rows change through the effects of activities alone. */
public interface FollowStore {
    /** Accepted followers, newest first. */
    Uni<Slice<Follower>> followers(Did account, Window window);

    /** Follows that wait for the owner's decision, newest first. */
    Uni<Slice<Follower>> requests(Did account, Window window);

    /** Followed accounts in any of {@code states}, newest first. */
    Uni<Slice<Followed>> following(Did account, Set<Followed.State> states, Window window);

    /** How many accepted followers and accepted followed accounts there are. */
    Uni<Counts> counts(Did account);

    /** All inboxes that a post for followers goes to, each once, ordered by inbox. */
    Uni<List<Destination>> destinations(Did account);

    /** The ids of accepted followers who are portable, those after {@code after}, in order, at most {@code limit}. */
    Uni<List<String>> portable(Did account, String after, int limit);

    /** True when a portable follower is delivered to at {@code inbox}. */
    Uni<Boolean> portableAt(Did account, String inbox);

    /** Accepted followers, at most {@code limit} of them, in no order. */
    Uni<List<Follower>> some(Did account, int limit);

    /** The ids, as written, of accepted followers whose ids are on {@code origin}, for FEP-8fcf. */
    Uni<List<String>> followersOn(Did account, Origin origin);

    /** True when {@code actor} (an id in any spelling) is an accepted follower. */
    Uni<Boolean> isFollower(Did account, String actor);

    /** The accepted or pending follower {@code actor} (any spelling). */
    Uni<Optional<Follower>> follower(Did account, String actor);

    /** True when an account here has a Follow of this id (any spelling) that waits for {@code actor} to accept it. */
    Uni<Boolean> awaits(String followId, String actor);

    /** Which of {@code actors} (ids as compared) the account blocks, by actor or by host. */
    Uni<Set<String>> blocked(Did account, Collection<String> actors);

    /** True when the account blocks {@code actor} or its host: nothing but public pages is shown to it. */
    Uni<Boolean> blocks(Did account, String actor);

    /** The owner's blocks, mutes or domain blocks, newest first. */
    Uni<Slice<Shunned>> shunned(Did account, Shunned.Kind kind, Window window);

    /**
     * Totals of an account.
     *
     * @param followers accepted followers
     * @param following accepted followed accounts
     */
    record Counts(long followers, long following) {}
}
