package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Multi;
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
import social.godwit.activitypub.gateway.HibernateStandIns.Waiting;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/**
 * Stands in for homes that are away. What an owner posted here is the home's to deliver; once the home has not answered for
 * a minute, portable recipients, who go by the owner's proof, get it from here. The rest waits for the home.
 */
@ApplicationScoped
public class StandIns {
    /** How long a home may be silent. */
    static final Duration AWAY = Duration.ofSeconds(60);

    private static final int AT_ONCE = 200;
    private static final Duration SWEEP = Duration.ofHours(1);

    private final AccountStore accounts;
    private final Repositories repositories;
    private final Replicas replicas;
    private final HibernateStandIns waiting;
    private final Deliveries deliveries;
    private final Transactions transactions;
    private final InstantSource clock;

    StandIns(
            AccountStore accounts,
            Repositories repositories,
            Replicas replicas,
            HibernateStandIns waiting,
            Deliveries deliveries,
            Transactions transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.repositories = repositories;
        this.replicas = replicas;
        this.waiting = waiting;
        this.deliveries = deliveries;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Looks after what waits from now on. */
    public void start(Timers timers) {
        timers.every(HibernateStandIns.LOOK, "stand-ins", this::look);
        timers.every(SWEEP, "stand-in sweep", () -> waiting.sweep(clock.instant()));
    }

    /** Looks once. */
    Uni<Void> look() {
        Instant now = clock.instant();
        return waiting.take(now, AT_ONCE)
                .chain(taken -> Multi.createFrom()
                        .iterable(taken)
                        .onItem()
                        .transformToUniAndConcatenate(one -> transactions.inTransaction(() -> decide(one, now)))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Void> decide(Waiting one, Instant now) {
        return accounts.find(one.account()).chain(found -> {
            Optional<Account> account = found.filter(Account::active).filter(Account::listed);
            if (account.isEmpty()) {
                return waiting.drop(one);
            }
            if (account.get().home()) {
                return send(one, Signer.ACCOUNT).chain(() -> waiting.drop(one));
            }
            return replicas.of(one.account()).chain(all -> decide(one, home(account.get(), all), now));
        });
    }

    private static Optional<Replica> home(Account account, List<Replica> replicas) {
        return replicas.stream()
                .filter(replica -> replica.peer().origin().equals(account.homeOrigin()))
                .findFirst();
    }

    private Uni<Void> decide(Waiting one, Optional<Replica> home, Instant now) {
        boolean homeHasIt = home.flatMap(Replica::taken)
                .filter(taken -> taken.documents() >= one.number())
                .isPresent();
        if (homeHasIt) {
            return waiting.drop(one);
        }
        Instant limit = now.minus(AWAY);
        if (one.sent() || home.isEmpty() || one.awaitedSince().isAfter(limit)) {
            return Uni.createFrom().voidItem();
        }
        return replicas.state(home.get().peer().key())
                .chain(state -> state.lastSuccess().filter(limit::isBefore).isPresent()
                        ? Uni.createFrom().voidItem()
                        : send(one, Signer.STAND_IN).chain(() -> waiting.sent(one)));
    }

    private Uni<Void> send(Waiting one, Signer signer) {
        return repositories
                .find(one.account(), one.hash())
                .chain(document -> document.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : deliveries.enqueue(new Outgoing(
                                one.account(),
                                one.activity(),
                                new String(document.get().bytes(), StandardCharsets.UTF_8),
                                one.recipients().actors(),
                                Set.of(),
                                one.recipients().followers(),
                                signer)));
    }
}
