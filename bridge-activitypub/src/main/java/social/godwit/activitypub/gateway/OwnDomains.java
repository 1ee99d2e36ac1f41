package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.domain.BroughtDomain;
import social.godwit.activitypub.domain.BroughtOrigins;
import social.godwit.activitypub.domain.DomainChecks;
import social.godwit.activitypub.domain.DomainName;
import social.godwit.activitypub.domain.DomainProof;
import social.godwit.activitypub.domain.DomainProofs;
import social.godwit.activitypub.domain.DomainStore;
import social.godwit.activitypub.domain.DomainStore.Held;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.store.Transactions;

/**
 * The domains that accounts bring: proven, renewed and let go. An account follows at once: under which of our origins it lives
 * depends on what it holds and on what its actor document says.
 */
@ApplicationScoped
public class OwnDomains {
    private static final Problem TAKEN = Problem.of(
            409,
            "domain-taken",
            "Conflict",
            "another account here has this domain, and the domain still names that one");

    private static final Problem FULL = Problem.of(
            409, "domains-full", "Conflict", "an account has at most " + DomainStore.OF_ONE_MAX + " domains here");

    private final Instance instance;
    private final AccountStore accounts;
    private final NewestActor newestActor;
    private final DomainStore store;
    private final DomainProofs proofs;
    private final DomainChecks checks;
    private final BroughtOrigins origins;
    private final Transactions transactions;
    private final InstantSource clock;

    OwnDomains(
            Instance instance,
            AccountStore accounts,
            NewestActor newestActor,
            DomainStore store,
            DomainProofs proofs,
            DomainChecks checks,
            BroughtOrigins origins,
            Transactions transactions,
            InstantSource clock) {
        this.instance = instance;
        this.accounts = accounts;
        this.newestActor = newestActor;
        this.store = store;
        this.proofs = proofs;
        this.checks = checks;
        this.origins = origins;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a claim comes to. */
    public sealed interface Outcome {
        /** The account holds it; the proof may be gone again. */
        record Held(BroughtDomain domain) implements Outcome {}

        /** It does not. */
        record Refused(Problem problem) implements Outcome {}
    }

    /** Whether the DNS says that a domain is an account's. */
    sealed interface Proving {
        /** It does. */
        record Proven(DomainName name, Set<Did> shown) implements Proving {}

        /** It does not, or cannot be asked. */
        record Unproven(Problem problem) implements Proving {}
    }

    /** The account's domains, also those whose proof is gone. */
    public Uni<List<BroughtDomain>> list(Account account) {
        return store.of(account.did());
    }

    /** Looks for the proof, and gives the domain to the account when it is there. A domain that it holds is looked after. */
    public Uni<Outcome> claim(Account account, String typed) {
        return switch (DomainName.read(typed, instance)) {
            case DomainName.Reading.Unfit unfit -> refused(Problem.of(400, "domain", "Bad Request", unfit.detail()));
            case DomainName.Reading.Fit(DomainName name) ->
                prove(name, account.did()).flatMap(proving -> switch (proving) {
                    case Proving.Proven proven -> give(account, proven);
                    case Proving.Unproven unproven -> unproven(account, name, unproven.problem());
                });
        };
    }

    private Uni<Outcome> give(Account account, Proving.Proven proven) {
        return Rollback.undoing(
                        transactions.inTransaction(() -> hold(proven, account.did())
                                .chain(() -> newestActor.follow(account))
                                .chain(() -> store.find(proven.name()))
                                .map(held -> (Outcome) new Outcome.Held(held.orElseThrow()))),
                        Outcome.Refused::new)
                .call(() -> changed(account.did()));
    }

    /** A domain that stands stays the account's for a while when its proof is gone; the owner sees for how long. */
    private Uni<Outcome> unproven(Account account, DomainName name, Problem problem) {
        return store.find(name)
                .map(held -> held.filter(domain -> domain.holder().equals(account.did())))
                .flatMap(held -> held.isEmpty()
                        ? refused(problem)
                        : checks.look(held.get())
                                .call(() -> changed(account.did()))
                                .map(Outcome.Held::new));
    }

    /** Lets a domain go; false when the account does not hold it. */
    public Uni<Boolean> release(Account account, String typed) {
        if (!(DomainName.read(typed, instance) instanceof DomainName.Reading.Fit(DomainName name))) {
            return Uni.createFrom().item(false);
        }
        return transactions
                .inTransaction(() -> store.release(name, account.did()).call(() -> newestActor.follow(account)))
                .call(() -> changed(account.did()));
    }

    /** Looks for the proofs that are due; whose domain has ended does not live under it any more. */
    public Uni<Void> lookAfter() {
        return checks.run()
                .map(looked -> looked.stream()
                        .filter(domain -> !domain.stands(clock.instant()))
                        .map(BroughtDomain::holder)
                        .distinct()
                        .toList())
                .flatMap(ended -> Multi.createFrom()
                        .iterable(ended)
                        .onItem()
                        .transformToUniAndConcatenate(this::follow)
                        .collect()
                        .last())
                .chain(origins::refresh);
    }

    private Uni<Void> follow(Did did) {
        return accounts.find(did)
                .flatMap(account -> account.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transactions
                                .inTransaction(() -> newestActor.follow(account.get()))
                                .replaceWithVoid())
                .invoke(() -> accounts.forget(did));
    }

    /** What memory holds of an account and its domains is read anew: called when a transaction has been committed. */
    Uni<Void> changed(Did did) {
        accounts.forget(did);
        return origins.reload();
    }

    /** The domain that an actor document makes its home at this instance, if its first gateway is one. */
    Optional<DomainName> homeOf(Enrolment enrolment) {
        return newestActor
                .pinnedHere(
                        enrolment.actor().json(), enrolment.facts().gateways().getFirst())
                .flatMap(origin -> DomainName.of(origin, instance));
    }

    /** Looks for the proof that {@code name} is {@code did}'s. */
    Uni<Proving> prove(DomainName name, Did did) {
        return proofs.look(name).map(proof -> switch (proof) {
            case DomainProof.Shown shown when shown.shows(did) -> new Proving.Proven(name, shown.accounts());
            case DomainProof.Unknown unknown ->
                new Proving.Unproven(Problem.of(503, "dns", "Service Unavailable", unknown.reason())
                        .retryAfter(60));
            case DomainProof.Shown other -> new Proving.Unproven(unproven(name, did));
            case DomainProof.None none -> new Proving.Unproven(unproven(name, did));
        });
    }

    private static Problem unproven(DomainName name, Did did) {
        return Problem.of(
                409,
                "domain-unproven",
                "Conflict",
                "the DNS does not say that " + name + " is yours: add the TXT record " + name.proofName()
                        + " with the text " + DomainName.proofText(did));
    }

    /** Gives a domain to whom it was proven to belong, within the caller's transaction. */
    Uni<Void> hold(Proving.Proven proven, Did did) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return store.hold(proven.name(), did, proven.shown(), now, checks.due(true, now))
                .invoke(held -> {
                    Rollback.unless(held != Held.TAKEN, TAKEN);
                    Rollback.unless(held != Held.FULL, FULL);
                })
                .chain(() -> accounts.releaseNames(proven.name().origin(instance), did));
    }

    private static Uni<Outcome> refused(Problem problem) {
        return Uni.createFrom().item(new Outcome.Refused(problem));
    }
}
