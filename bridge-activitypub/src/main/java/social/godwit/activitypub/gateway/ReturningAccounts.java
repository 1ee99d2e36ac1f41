package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.AccountStore.Claim;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.account.ActorRules;
import social.godwit.activitypub.account.RsaKeyPool;
import social.godwit.activitypub.account.SealedAccountKey;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.Transactions;
import social.godwit.store.document.Intake;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.record.ActorVersions;
import social.godwit.store.replication.Effects;

/**
 * Serves accounts again that this instance has lost: their owners' newest actor document lists it with the key that it still has,
 * which is all that they would say by registering once more. An instance with a new key is another one, and one that asks for
 * invitations cannot tell by the document whether it ever took the account: both wait for the owner.
 */
@ApplicationScoped
class ReturningAccounts {
    private final Instance instance;
    private final InstanceKeys keys;
    private final RsaKeyPool pool;
    private final AccountStore accounts;
    private final Repositories repositories;
    private final ActorVersions actors;
    private final Transactions transactions;
    private final Randomness randomness;
    private final InstantSource clock;

    ReturningAccounts(
            Instance instance,
            InstanceKeys keys,
            RsaKeyPool pool,
            AccountStore accounts,
            Repositories repositories,
            Transactions transactions,
            Randomness randomness,
            InstantSource clock) {
        this.instance = instance;
        this.keys = keys;
        this.pool = pool;
        this.accounts = accounts;
        this.repositories = repositories;
        this.actors = new ActorVersions(repositories);
        this.transactions = transactions;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * Keeps the documents, and the account when they say so; whether it is served here from now on.
     *
     * @param effects are applied when it is
     */
    Uni<Boolean> takeUp(Did did, List<PortableDocument> documents, Effects effects) {
        return !instance.openRegistrations()
                ? Uni.createFrom().item(false)
                : accounts.find(did)
                        .chain(known -> known.isPresent()
                                ? Uni.createFrom().item(false)
                                : pool.take()
                                        .chain(pair ->
                                                transactions.inTransaction(() -> takeUp(did, documents, effects, pair)))
                                        .invoke(() -> accounts.forget(did)));
    }

    private Uni<Boolean> takeUp(Did did, List<PortableDocument> documents, Effects effects, RsaKeyPair pair) {
        return repositories
                .open(did, RepositoryKind.ACCOUNT)
                .chain(() -> repositories.admit(documents))
                .chain(intake -> actors.of(did)
                        .map(versions -> versions.stream().findFirst().flatMap(actor -> account(did, actor, pair)))
                        .chain(account -> account.isEmpty()
                                ? Uni.createFrom().item(false)
                                : register(account.get()).call(served -> served ? apply(intake, effects) : nothing())));
    }

    /** What the newest actor document makes of it; nothing when that does not list this instance, or has left. */
    private Optional<Account> account(Did did, JsonObject actor, RsaKeyPair pair) {
        Origin here = Origin.parse(instance.origin()).orElseThrow();
        boolean listed =
                ActorRules.pinned(actor, here).filter(keys.did()::equals).isPresent();
        return listed
                        && ActorRules.read(actor, did, here, instance.development())
                                instanceof ActorFacts.Reading.Fit(ActorFacts facts)
                        && !facts.moved()
                ? Optional.of(new Account(
                        did,
                        facts.username(),
                        true,
                        here,
                        facts.paths(),
                        facts.displayName(),
                        facts.ownHandle(),
                        facts.locked(),
                        Status.ACTIVE,
                        pair,
                        Optional.empty(),
                        facts.gateways(),
                        facts.foreign(),
                        clock.instant().truncatedTo(ChronoUnit.MICROS)))
                : Optional.empty();
    }

    private Uni<Boolean> register(Account account) {
        return accounts.register(account, SealedAccountKey.seal(account.key(), account.did(), randomness))
                .map(claim -> claim == Claim.REGISTERED);
    }

    private static Uni<Void> apply(Intake intake, Effects effects) {
        return Multi.createFrom()
                .iterable(intake.changes())
                .onItem()
                .transformToUniAndConcatenate(effects::counting)
                .onItem()
                .ignoreAsUni();
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
