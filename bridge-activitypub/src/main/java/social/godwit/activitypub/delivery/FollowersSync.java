package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.FollowersComplete;
import social.godwit.activitypub.http.FollowersDigest;
import social.godwit.activitypub.remote.Flights;
import social.godwit.identity.did.Origin;

/**
 * Tells a host which of its people follow an account, in a digest (FEP-8fcf), so that follows that one of both sides has
 * lost come to light. Only where all that FEP takes for granted holds: this instance knows all followers, and those of the
 * host have both id and inbox there.
 */
final class FollowersSync {
    /** The header field. */
    static final String FIELD = "collection-synchronization";
    /** Accounts with more followers are not synchronised; Mastodon draws the line here too. */
    static final int FOLLOWERS_MAX = 25_000;
    /** A digest that is a little old costs the other side one look at the true list. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final int ACCOUNTS_MAX = 1_000;

    private final FollowStore follows;
    private final FollowersComplete complete;
    private final InstantSource clock;
    private final Flights<Digests> flights = new Flights<>();
    /** By account, the one unused for longest first; guarded by itself. */
    private final Map<String, Digests> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Digests> eldest) {
            return size() > ACCOUNTS_MAX;
        }
    };

    FollowersSync(FollowStore follows, FollowersComplete complete, InstantSource clock) {
        this.follows = follows;
        this.complete = complete;
        this.clock = clock;
    }

    private record Digests(Instant until, Map<Origin, String> ofHosts) {}

    /**
     * The field's value for a delivery to {@code receiver}; empty unless the activity is for the account's followers and the
     * digest may be told.
     */
    Uni<Optional<String>> header(Account account, Body body, Origin receiver) {
        Optional<String> followers = account.paths().followers().map(account::idOf);
        Optional<String> partial = account.paths().synchronization().map(account::idOf);
        if (followers.isEmpty() || partial.isEmpty() || !body.addressees().contains(followers.get())) {
            return Uni.createFrom().item(Optional.empty());
        }
        return digests(account)
                .map(digests -> Optional.ofNullable(digests.ofHosts().get(receiver))
                        .map(digest -> FollowersDigest.header(followers.get(), partial.get(), digest)));
    }

    private Uni<Digests> digests(Account account) {
        String did = account.did().toString();
        synchronized (known) {
            Digests remembered = known.get(did);
            if (remembered != null && clock.instant().isBefore(remembered.until())) {
                return Uni.createFrom().item(remembered);
            }
        }
        return flights.join(
                did,
                () -> complete.at(account)
                        .chain(sure -> sure
                                ? follows.some(account.did(), FOLLOWERS_MAX + 1)
                                : Uni.createFrom().item(List.<Follower>of()))
                        .map(followers -> new Digests(clock.instant().plus(FRESH), digests(followers)))
                        .invoke(digests -> {
                            synchronized (known) {
                                known.put(did, digests);
                            }
                        }));
    }

    private static Map<Origin, String> digests(List<Follower> followers) {
        if (followers.size() > FOLLOWERS_MAX) {
            return Map.of();
        }
        Map<Origin, List<String>> hosts = new HashMap<>();
        Set<Origin> split = new HashSet<>();
        for (Follower follower : followers) {
            Optional<Origin> id = Origin.ofUrl(follower.spelling());
            Optional<Origin> inbox = Origin.ofUrl(follower.sharedInbox());
            id.ifPresent(origin ->
                    hosts.computeIfAbsent(origin, any -> new ArrayList<>()).add(follower.spelling()));
            if (!id.equals(inbox)) {
                id.ifPresent(split::add);
                inbox.ifPresent(split::add);
            }
        }
        hosts.keySet().removeAll(split);
        Map<Origin, String> digests = new HashMap<>();
        hosts.forEach((origin, ids) -> digests.put(origin, FollowersDigest.of(ids)));
        return digests;
    }
}
