package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.Evidence;
import social.godwit.activitypub.inbox.InboxQueue;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/** Delivery to recipients on this instance: into the inbox queue, without a request. */
final class LocalDelivery {
    private final AccountStore accounts;
    private final InboxQueue inbox;
    private final InstantSource clock;

    LocalDelivery(AccountStore accounts, InboxQueue inbox, InstantSource clock) {
        this.accounts = accounts;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** Hands the activity over; its audience says who of us gets it. Again is harmless: the queue knows the id. */
    Uni<Void> deliver(Body body) {
        Optional<Did> account = Did.parse(body.account());
        return account.isEmpty()
                ? Uni.createFrom().voidItem()
                : accounts.find(account.get())
                        .chain(sender -> sender.map(one -> hand(one, body))
                                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> hand(Account sender, Body body) {
        JsonObject activity = body.json();
        return inbox.accept(new Arrival(
                        activity,
                        body.text(),
                        activity.id("actor").orElse(sender.actorId()),
                        activity.has("proof") ? Arrival.Proof.INTEGRITY : Arrival.Proof.HTTP,
                        Optional.empty(),
                        sender.paths().followers().map(sender::idOf),
                        activity.has("proof") ? Optional.of(Evidence.of(activity, clock.instant())) : Optional.empty()))
                .replaceWithVoid();
    }
}
