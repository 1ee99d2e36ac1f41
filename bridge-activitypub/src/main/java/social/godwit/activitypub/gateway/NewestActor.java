package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.activitypub.account.ActorRules;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * Keeps an account in step with the actor document that counts: whichever way a version came, and in whatever order, the
 * account goes by the newest one that is listed.
 */
@ApplicationScoped
class NewestActor {
    private final Instance instance;
    private final AccountStore accounts;
    private final Repositories repositories;

    NewestActor(Instance instance, AccountStore accounts, Repositories repositories) {
        this.instance = instance;
        this.accounts = accounts;
        this.repositories = repositories;
    }

    /**
     * Goes by the newest actor document, within the caller's transaction. One that makes this the home of an account without
     * a handle here reserves its name.
     *
     * @return how the account stands here; empty when there is none that a gateway can go by
     */
    Uni<Optional<Followed>> follow(Account account) {
        return repositories.find(account.actor()).flatMap(lookup -> {
            if (!(lookup instanceof Lookup.Found found)
                    || !(ActorRules.read(
                                    found.document().json(), account.did(), account.origin(), instance.development())
                            instanceof ActorFacts.Reading.Fit fit)) {
                return Uni.createFrom().item(Optional.empty());
            }
            Optional<String> listedKey =
                    ActorKeys.listedId(found.document().json(), account.key().publicKey());
            return named(account, fit.facts())
                    .call(() -> accounts.refresh(account, fit.facts(), listedKey))
                    .map(named -> Optional.of(new Followed(fit.facts().homeIs(account.origin()), named)));
        });
    }

    /**
     * What an account was brought in step with.
     *
     * @param home whether this is the home now
     * @param named whether the account has its name here
     */
    record Followed(boolean home, boolean named) {}

    private Uni<Boolean> named(Account account, ActorFacts facts) {
        return account.named() || !facts.homeIs(account.origin())
                ? Uni.createFrom().item(account.named())
                : accounts.name(account, facts.username());
    }
}
