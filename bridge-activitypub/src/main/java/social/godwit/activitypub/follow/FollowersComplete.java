package social.godwit.activitypub.follow;

import io.smallrye.mutiny.Uni;
import social.godwit.activitypub.account.Account;

/**
 * Whether this instance knows everybody who follows an account. Only then may it say who does (FEP-8fcf): servers such as
 * Mastodon end the follows of their people that are missing.
 */
@FunctionalInterface
public interface FollowersComplete {
    /** True when this instance is the account's home and no live gateway of the account may know of another follower. */
    Uni<Boolean> at(Account account);
}
