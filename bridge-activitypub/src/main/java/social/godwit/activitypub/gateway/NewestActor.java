package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.activitypub.account.ActorRules;
import social.godwit.activitypub.domain.BroughtDomain;
import social.godwit.activitypub.domain.DomainName;
import social.godwit.activitypub.domain.DomainStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
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
    private final DomainStore domains;
    private final HibernateStandIns standIns;
    private final InstanceKeys keys;
    private final InstantSource clock;

    NewestActor(
            Instance instance,
            AccountStore accounts,
            Repositories repositories,
            DomainStore domains,
            HibernateStandIns standIns,
            InstanceKeys keys,
            InstantSource clock) {
        this.instance = instance;
        this.accounts = accounts;
        this.repositories = repositories;
        this.domains = domains;
        this.standIns = standIns;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Goes by the newest actor document, within the caller's transaction: also in which of our origins is the account's
     * gateway. One that makes this the home of an account without a handle there reserves its name.
     *
     * @return how the account stands here; empty when there is none that a gateway can go by
     */
    Uni<Optional<Followed>> follow(Account account) {
        return repositories
                .find(account.actor())
                .flatMap(lookup -> lookup instanceof Lookup.Found found
                        ? domains.of(account.did())
                                .flatMap(brought ->
                                        follow(account, found.document().json(), brought))
                        : Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Optional<Followed>> follow(Account account, JsonObject actor, List<BroughtDomain> brought) {
        Instant now = clock.instant();
        Origin own = Origin.parse(instance.origin()).orElseThrow();
        List<Origin> standing = brought.stream()
                .filter(domain -> domain.stands(now))
                .map(domain -> domain.name().origin(instance))
                .toList();
        Origin here = ActorRules.gateways(actor).stream()
                .filter(gateway -> gateway.equals(own)
                        || (standing.contains(gateway)
                                && ActorRules.pinned(actor, gateway)
                                        .map(keys.did()::equals)
                                        .orElse(true)))
                .findFirst()
                .orElse(own);
        if (!(ActorRules.read(actor, account.did(), here, instance.development())
                instanceof ActorFacts.Reading.Fit fit)) {
            return Uni.createFrom().item(Optional.empty());
        }
        Set<DomainName> elsewhere = brought.stream()
                .map(BroughtDomain::name)
                .filter(name -> ActorRules.pinned(actor, name.origin(instance))
                        .filter(key -> !key.equals(keys.did()))
                        .isPresent())
                .collect(Collectors.toSet());
        Account next = account.at(here);
        Optional<String> listedKey = ActorKeys.listedId(actor, account.key().publicKey());
        return named(account, next, fit.facts())
                .call(() -> accounts.refresh(next, fit.facts(), listedKey))
                .call(() -> standIns.homeIs(
                        account.did(),
                        ActorRules.pinned(actor, fit.facts().gateways().getFirst()),
                        StandIns.place(fit.facts().gateways(), here)))
                .call(() -> domains.elsewhere(account.did(), elsewhere, now.truncatedTo(ChronoUnit.MICROS)))
                .map(named -> Optional.of(new Followed(fit.facts().homeIs(here), named)));
    }

    /** {@code gateway}, if the actor document says that it is this instance: its key stands beside it. */
    Optional<Origin> pinnedHere(JsonObject actor, Origin gateway) {
        return ActorRules.pinned(actor, gateway).filter(keys.did()::equals).map(key -> gateway);
    }

    /**
     * What an account was brought in step with.
     *
     * @param home whether this is the home now
     * @param named whether the account has its name here
     */
    record Followed(boolean home, boolean named) {}

    private Uni<Boolean> named(Account account, Account next, ActorFacts facts) {
        boolean stays = next.origin().equals(account.origin());
        return stays && (account.named() || !facts.homeIs(next.origin()))
                ? Uni.createFrom().item(account.named())
                : accounts.name(next, facts.username());
    }
}
