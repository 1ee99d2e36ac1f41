package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.delivery.Positions;
import social.godwit.activitypub.gateway.HibernateStandIns.Waiting;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.InTurn;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.AuditStore;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.Replicas;
import social.godwit.store.replication.Replicas.Silent;

/**
 * Stands in for homes that are away, or were found withholding. What an owner says is the home's to deliver; once it has not
 * answered for a minute, portable recipients, who go by the owner's proof, get from here what it has not told to have delivered:
 * what it never got, and what it left half done. The rest waits for the home, or for another home.
 */
@ApplicationScoped
public class StandIns {
    private static final Duration LOOK = Duration.ofSeconds(5);

    /** A home that was not heard for so long is asked something; it may be silent for twice as long. */
    static final Duration QUIET = Duration.ofSeconds(30);

    private static final int AT_ONCE = 200;
    private static final Duration SWEEP = Duration.ofHours(1);

    private final InstanceKeys keys;
    private final AccountStore accounts;
    private final Repositories repositories;
    private final Replicas replicas;
    private final HibernateStandIns waiting;
    private final Positions positions;
    private final Deliveries deliveries;
    private final HeldDeliveries held;
    private final Knock knock;
    private final Transactions transactions;
    private final InstantSource clock;

    StandIns(
            InstanceKeys keys,
            AccountStore accounts,
            Repositories repositories,
            Replicas replicas,
            HibernateStandIns waiting,
            Positions positions,
            Deliveries deliveries,
            HeldDeliveries held,
            Knock knock,
            Transactions transactions,
            InstantSource clock) {
        this.keys = keys;
        this.accounts = accounts;
        this.repositories = repositories;
        this.replicas = replicas;
        this.waiting = waiting;
        this.positions = positions;
        this.deliveries = deliveries;
        this.held = held;
        this.knock = knock;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Looks after what waits from now on. */
    public void start(Timers timers) {
        timers.every(LOOK, "stand-ins", this::look);
        timers.every(SWEEP, "stand-in sweep", () -> waiting.sweep(clock.instant()));
    }

    /** Looks once. */
    Uni<Void> look() {
        return replicas.audits().withheld(AuditStore.MAX_LIST).chain(withheld -> look(withheld));
    }

    private Uni<Void> look(List<AuditReport> withheld) {
        Instant now = clock.instant();
        return replicas.silent(now.minus(QUIET)).chain(quiet -> {
            List<Silent> away =
                    quiet.stream().filter(one -> one.state().failures() > 0).toList();
            return knock(quiet)
                    .chain(() -> waiting.back(
                            away.stream().map(one -> one.peer().key()).toList(), withheld))
                    .chain(() -> waiting.waiting(withheld, now, AT_ONCE).chain(some -> decide(some)))
                    .chain(() -> InTurn.each(
                            away, one -> send(one.peer().key(), one.state().lastSuccess(), now)))
                    .chain(() -> send(keys.did(), Optional.empty(), now));
        });
    }

    /** Those that nothing was asked of are asked, where it matters whether they are there. */
    private Uni<Void> knock(List<Silent> quiet) {
        List<Peer> idle = quiet.stream()
                .filter(one -> one.state().failures() == 0)
                .map(Silent::peer)
                .toList();
        return idle.isEmpty()
                ? Uni.createFrom().voidItem()
                : waiting.homes(idle.stream().map(Peer::key).toList())
                        .invoke(homes -> idle.stream()
                                .filter(peer -> homes.contains(peer.key()))
                                .forEach(knock::at))
                        .replaceWithVoid();
    }

    private Uni<Void> send(Did home, Optional<Instant> silent, Instant now) {
        return waiting.waiting(home, silent, now, AT_ONCE).chain(some -> decide(some));
    }

    private Uni<Void> decide(List<Waiting> some) {
        return InTurn.each(some, one -> transactions.inTransaction(() -> decide(one)));
    }

    private Uni<Void> decide(Waiting one) {
        return accounts.find(one.account()).chain(found -> {
            Optional<Account> account = found.filter(Account::active).filter(Account::listed);
            if (account.isEmpty()) {
                return waiting.drop(one).replaceWithVoid();
            }
            return positions.of(one.account(), one.hash()).chain(done -> {
                if (done.complete()) {
                    return waiting.drop(one).replaceWithVoid();
                }
                if (account.get().home()) {
                    return waiting.drop(one).chain(first -> send(first, account.get(), one, Signer.ACCOUNT));
                }
                return waiting.sent(one).chain(first -> send(first, account.get(), one, Signer.STAND_IN));
            });
        });
    }

    /** After how many minutes without its home a gateway sends what an account's owner said elsewhere. */
    static int place(List<Origin> gateways, Origin gateway) {
        return Math.max(1, gateways.indexOf(gateway));
    }

    private Uni<Void> send(boolean first, Account account, Waiting one, Signer signer) {
        return first ? send(account, one, signer) : Uni.createFrom().voidItem();
    }

    private Uni<Void> send(Account account, Waiting one, Signer signer) {
        return repositories
                .find(one.account(), one.hash())
                .chain(document -> document.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : held.hides(account, document.get().json())
                                .chain(hidden -> hidden
                                        ? held.keep(account, document.get().json(), document.get(), one.recipients())
                                        : deliveries.enqueue(new Outgoing(
                                                one.account(),
                                                one.activity(),
                                                new String(document.get().bytes(), StandardCharsets.UTF_8),
                                                one.recipients().actors(),
                                                Set.of(),
                                                one.recipients().followers(),
                                                signer))));
    }
}
