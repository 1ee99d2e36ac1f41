package social.godwit.activitypub.follow;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import social.godwit.activitypub.account.Account;

/** Sure of what needs no agreement: the one gateway of an account knows all of its followers. */
@Singleton
final class SoleGateway implements FollowersComplete {
    @Override
    public Uni<Boolean> at(Account account) {
        return Uni.createFrom()
                .item(account.active() && account.home() && account.gateways().size() == 1);
    }
}
