package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.House;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.AccountStore.Claim;
import social.godwit.activitypub.account.Handles;
import social.godwit.activitypub.account.RsaKeyPool;
import social.godwit.activitypub.account.SealedAccountKey;
import social.godwit.activitypub.domain.DomainName;
import social.godwit.activitypub.gateway.OwnDomains.Proving;
import social.godwit.activitypub.gateway.RegistrationOutcome.Refused;
import social.godwit.activitypub.gateway.RegistrationOutcome.Registered;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.invite.InviteStore;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.store.Database;
import social.godwit.store.Transactions;
import social.godwit.store.document.Publication;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.replication.Replicas;

/**
 * Registration of accounts (FEP-ae97): the name is reserved, a key for HTTP signatures is made, and the first entries of
 * the key log are kept, all in one transaction. Registering once more answers the same.
 */
@ApplicationScoped
public class Registrations {
    /** One answer for every code that does not admit, so that nobody learns which codes there are or were. */
    private static final Problem INVITE =
            Problem.of(403, "invite", "Forbidden", "registration here asks for a valid invite code in X-Invite-Code");

    private static final Problem CLOSED = Problem.of(
            403, "closed", "Forbidden", "this server takes no new accounts at present: choose another server");

    static final Problem TAKEN =
            Problem.of(409, "name-taken", "Conflict", "somebody else has this preferredUsername here, or once had it");

    private static final Problem NOT_YOURS = Problem.of(
            403, "not-your-domain", "Forbidden", "this domain is another account's: register at the server's own");

    private final Instance instance;
    private final AccountStore accounts;
    private final NewestActor newestActor;
    private final InviteStore invites;
    private final RsaKeyPool keys;
    private final OwnDomains domains;
    private final Origins origins;
    private final Repositories repositories;
    private final Replicas replicas;
    private final Receipts receipts;
    private final Transactions transactions;
    private final Randomness randomness;
    private final InstantSource clock;

    Registrations(
            Instance instance,
            AccountStore accounts,
            NewestActor newestActor,
            InviteStore invites,
            RsaKeyPool keys,
            OwnDomains domains,
            Origins origins,
            Repositories repositories,
            Replicas replicas,
            Receipts receipts,
            Transactions transactions,
            Randomness randomness,
            InstantSource clock) {
        this.instance = instance;
        this.accounts = accounts;
        this.newestActor = newestActor;
        this.invites = invites;
        this.keys = keys;
        this.domains = domains;
        this.origins = origins;
        this.repositories = repositories;
        this.replicas = replicas;
        this.receipts = receipts;
        this.transactions = transactions;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * Registers whoever signed {@code documents}.
     *
     * @param here our origin that was asked
     * @param documents one actor document and, where there is a key log, its first entries and checkpoints
     * @param invite the code, if one was given
     */
    public Uni<RegistrationOutcome> register(Origin here, List<byte[]> documents, Optional<String> invite) {
        return switch (Enrolment.read(documents, clock.instant(), here, instance.development())) {
            case Enrolment.Reading.Unfit unfit -> refused(unfit.problem());
            case Enrolment.Reading.Fit fit
            when !origins.isFor(here, fit.enrolment().did()) -> refused(NOT_YOURS);
            case Enrolment.Reading.Fit fit ->
                domains.homeOf(fit.enrolment())
                        .map(name -> bringing(name, fit.enrolment(), invite))
                        .orElseGet(() -> registerOrRepeat(fit.enrolment(), Optional.empty(), invite));
        };
    }

    /** Whose first gateway is this instance under a domain of their own proves that it is theirs. */
    private Uni<RegistrationOutcome> bringing(DomainName name, Enrolment asked, Optional<String> invite) {
        return switch (asked.at(name.origin(instance))) {
            case Enrolment.Reading.Unfit unfit -> refused(unfit.problem());
            case Enrolment.Reading.Fit fit ->
                mayRegister(fit.enrolment().did(), invite)
                        .flatMap(may -> may
                                ? domains.prove(name, fit.enrolment().did())
                                : Uni.createFrom().item(new Proving.Unproven(notAdmitted())))
                        .flatMap(proving -> switch (proving) {
                            case Proving.Unproven unproven -> refused(unproven.problem());
                            case Proving.Proven proven ->
                                registerOrRepeat(fit.enrolment(), Optional.of(proven), invite)
                                        .call(() ->
                                                domains.changed(fit.enrolment().did()));
                        });
        };
    }

    private Uni<RegistrationOutcome> registerOrRepeat(
            Enrolment enrolment, Optional<Proving.Proven> brought, Optional<String> invite) {
        return accounts.find(enrolment.did())
                .flatMap(known -> known.isPresent()
                        ? repeat(known.get(), enrolment, brought)
                        : first(enrolment, brought, invite)
                                .onFailure(Database::isDuplicateKey)
                                .recoverWithUni(() -> accounts.find(enrolment.did())
                                        .flatMap(now -> repeat(now.orElseThrow(), enrolment, brought))));
    }

    private Uni<RegistrationOutcome> first(
            Enrolment enrolment, Optional<Proving.Proven> brought, Optional<String> invite) {
        Origin here = enrolment.here();
        return mayRegister(invite).flatMap(may -> {
            if (!may) {
                return refused(notAdmitted());
            }
            return accounts.findByUsername(here, enrolment.facts().username())
                    .flatMap(holder -> holder.isPresent() && enrolment.facts().homeIs(here) && brought.isEmpty()
                            ? refused(TAKEN)
                            : keys.take()
                                    .flatMap(pair -> keep(account(here, enrolment, pair), enrolment, brought, invite)));
        });
    }

    private Uni<Boolean> mayRegister(Did did, Optional<String> invite) {
        return accounts.find(did)
                .flatMap(known -> known.isPresent() ? Uni.createFrom().item(true) : mayRegister(invite));
    }

    private Uni<Void> hold(Enrolment enrolment, Optional<Proving.Proven> brought) {
        return brought.isEmpty() ? Uni.createFrom().voidItem() : domains.hold(brought.get(), enrolment.did());
    }

    private Uni<Boolean> mayRegister(Optional<String> invite) {
        return switch (instance.house().signUp()) {
            case OPEN -> Uni.createFrom().item(true);
            case INVITE -> invites.admits(invite.orElse(""));
            case CLOSED -> Uni.createFrom().item(false);
        };
    }

    private Problem notAdmitted() {
        return instance.house().signUp() == House.SignUp.CLOSED ? CLOSED : INVITE;
    }

    private Account account(Origin here, Enrolment enrolment, RsaKeyPair pair) {
        return new Account(
                enrolment.did(),
                enrolment.facts().username(),
                true,
                here,
                enrolment.facts().paths(),
                enrolment.facts().displayName(),
                enrolment.facts().ownHandle(),
                enrolment.facts().locked(),
                Status.ACTIVE,
                pair,
                Optional.empty(),
                enrolment.facts().gateways(),
                enrolment.facts().foreign(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private Uni<RegistrationOutcome> keep(
            Account account, Enrolment enrolment, Optional<Proving.Proven> brought, Optional<String> invite) {
        String copy = SealedAccountKey.seal(account.key(), account.did(), randomness);
        return Rollback.undoing(
                transactions.inTransaction(() -> redeem(invite)
                        .chain(() -> hold(enrolment, brought))
                        .chain(() -> accounts.register(account, copy))
                        .invoke(claim -> Rollback.unless(claim == Claim.REGISTERED, TAKEN))
                        .chain(() -> repositories.open(account.did(), RepositoryKind.ACCOUNT))
                        .chain(() -> publish(enrolment))
                        .chain(() -> fetchTheRest(enrolment))
                        .chain(() -> receipts.give(account.did(), account.origin(), enrolment.documents()))
                        .map(given -> (RegistrationOutcome) new Registered(
                                account, true, copy, given, enrolment.facts().warnings()))),
                Refused::new);
    }

    private Uni<Void> redeem(Optional<String> invite) {
        return switch (instance.house().signUp()) {
            case OPEN -> Uni.createFrom().voidItem();
            case INVITE ->
                invites.redeem(invite.orElse(""))
                        .invoke(redeemed -> Rollback.unless(redeemed, INVITE))
                        .replaceWithVoid();
            case CLOSED -> throw new Rollback(CLOSED);
        };
    }

    /** Keeps the documents. From the first device on, what no checkpoint lists would never be shown to anybody. */
    private Uni<Void> publish(Enrolment enrolment) {
        Sha256 actor = enrolment.actor().hash();
        return kept(enrolment)
                .invoke(publication -> {
                    if (!(publication instanceof Publication.Published)) {
                        throw new Rollback(OutboxProblems.of(publication));
                    }
                })
                .chain(() -> repositories.listed(enrolment.did(), List.of(actor)))
                .invoke(listed -> Rollback.unless(listed.contains(actor), OutboxProblems.unlisted(1)))
                .replaceWithVoid();
    }

    /**
     * Only a home takes the actor document as the oldest version: to another gateway comes one that the account's other
     * gateways have already, and it has the same rank everywhere.
     */
    private Uni<Publication> kept(Enrolment enrolment) {
        return enrolment.facts().homeIs(enrolment.here())
                ? repositories.register(enrolment.did(), enrolment.documents())
                : repositories.publish(enrolment.did(), enrolment.documents());
    }

    /** What the account's other gateways have is fetched from them; it has begun when this transaction has ended. */
    private Uni<Void> fetchTheRest(Enrolment enrolment) {
        return enrolment.facts().homeIs(enrolment.here())
                ? Uni.createFrom().voidItem()
                : replicas.pull(enrolment.did());
    }

    private Uni<RegistrationOutcome> repeat(Account account, Enrolment enrolment, Optional<Proving.Proven> brought) {
        if (account.status() == Status.DELETED) {
            return refused(Problem.of(403, "deleted", "Forbidden", "this account was deleted by its owner"));
        }
        if (account.named()
                && !Handles.fold(account.username())
                        .equals(Handles.fold(enrolment.facts().username()))) {
            return refused(Problem.of(
                            409, "known", "Conflict", "this key is registered here already, as " + account.username())
                    .with("name", account.username()));
        }
        return Rollback.undoing(
                        transactions.inTransaction(() -> kept(enrolment)
                                .invoke(publication -> {
                                    if (publication instanceof Publication.Refused) {
                                        throw new Rollback(OutboxProblems.of(publication));
                                    }
                                })
                                .chain(() -> hold(enrolment, brought))
                                .chain(() -> newestActor.follow(account))
                                .chain(() -> receipts.give(account.did(), account.origin(), enrolment.documents()))
                                .chain(given -> accounts.sealedKey(account.did())
                                        .map(copy -> (RegistrationOutcome) new Registered(
                                                account,
                                                false,
                                                copy.orElseThrow(),
                                                given,
                                                enrolment.facts().warnings())))),
                        Refused::new)
                .invoke(() -> accounts.forget(account.did()));
    }

    private static Uni<RegistrationOutcome> refused(Problem problem) {
        return Uni.createFrom().item(new Refused(problem));
    }
}
