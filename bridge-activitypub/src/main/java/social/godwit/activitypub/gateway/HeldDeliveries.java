package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.activitypub.gateway.HibernateHeldDeliveries.Held;
import social.godwit.activitypub.gateway.HibernateHeldDeliveries.Waiting;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.InTurn;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/**
 * A post of an owner here that is hidden here is not sent from here either, as long as it is hidden: what brings or changes it waits,
 * in order, and goes out once somebody shows it. The account's other gateways have it meanwhile, and do as they see fit.
 */
@ApplicationScoped
public class HeldDeliveries {
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final int AT_ONCE = 100;
    private static final Set<String> BRINGING = Set.of("Create", "Update");
    private static final Set<String> ENDING = Set.of("Delete");

    private final HibernateHeldDeliveries held;
    private final AccountStore accounts;
    private final Repositories repositories;
    private final Deliveries deliveries;
    private final Transactions transactions;
    private final InstantSource clock;

    HeldDeliveries(
            HibernateHeldDeliveries held,
            AccountStore accounts,
            Repositories repositories,
            Deliveries deliveries,
            Transactions transactions,
            InstantSource clock) {
        this.held = held;
        this.accounts = accounts;
        this.repositories = repositories;
        this.deliveries = deliveries;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Looks after what waits from now on. */
    public void start(Timers timers) {
        timers.every(LOOK, "held deliveries", this::look);
    }

    /** Whether an activity brings a post that is hidden here; within the transaction that has applied its effects. */
    Uni<Boolean> hides(Account account, JsonObject activity) {
        return post(account, activity, BRINGING)
                .map(post -> held.hides(account.did(), post))
                .orElseGet(() -> Uni.createFrom().item(false));
    }

    /** Keeps such an activity, within the caller's transaction, until its post is shown. */
    Uni<Void> keep(Account account, JsonObject activity, StoredDocument stored, Recipients recipients) {
        return held.keep(
                account.did(),
                stored,
                activity.string("id").orElseThrow(),
                post(account, activity, BRINGING).orElseThrow(),
                recipients,
                clock.instant());
    }

    /** What a Delete names waits no more: nobody has heard of it from here. */
    Uni<Void> forget(Account account, JsonObject activity) {
        return post(account, activity, ENDING)
                .map(post -> held.take(account.did(), post).replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<String> post(Account account, JsonObject activity, Set<String> types) {
        return activity.id("object")
                .filter(id -> activity.string("type").filter(types::contains).isPresent())
                .map(Ids::compared)
                .filter(id -> !id.equals(account.actor().canonical()));
    }

    /** Sends what is shown again. */
    Uni<Void> look() {
        return held.sweep(clock.instant())
                .chain(() -> held.shown(AT_ONCE))
                .chain(shown -> InTurn.each(shown, one -> transactions.inTransaction(() -> release(one))));
    }

    private Uni<Void> release(Waiting shown) {
        return accounts.find(shown.account())
                .map(account -> account.filter(Account::active).filter(Account::listed))
                .chain(account -> held.take(shown.account(), shown.post())
                        .chain(waiting -> account.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : InTurn.each(waiting, one -> send(account.get(), one))));
    }

    private Uni<Void> send(Account account, Held one) {
        return repositories
                .find(account.did(), one.hash())
                .chain(document -> document.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : deliveries.enqueue(new Outgoing(
                                account.did(),
                                one.activity(),
                                new String(document.get().bytes(), StandardCharsets.UTF_8),
                                one.recipients().actors(),
                                Set.of(),
                                one.recipients().followers(),
                                account.home() ? Signer.ACCOUNT : Signer.STAND_IN)));
    }
}
