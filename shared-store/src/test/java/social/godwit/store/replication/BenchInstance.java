package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Intake;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.Watcher;
import social.godwit.store.stream.MemoryStreamLog;
import social.godwit.store.stream.OpenStreamLog;
import social.godwit.store.testing.TestDatabase;

/** An instance as far as replication cares: its stores, in memory or in PostgreSQL, and the engine over them. */
final class BenchInstance {
    static final Randomness RANDOM = count -> {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    };

    static final InstantSource CLOCK = InstantSource.system();

    /** Is told what a peer's documents have come to, once that is committed. */
    @FunctionalInterface
    interface Taken {
        void committed(Intake intake);
    }

    final Peer peer;
    final SigningKey key = SigningKey.generate(RANDOM);
    final Optional<TestDatabase> database;
    final Repositories repositories;
    final Replicas replicas;
    final Replication.Surroundings with;
    final Replication replication;

    BenchInstance(
            String host,
            Optional<TestDatabase> database,
            Verifier verifier,
            PeerTransport transport,
            Watcher watcher,
            Taken taken) {
        this.peer = new Peer(Origin.parse("https://" + host).orElseThrow(), key.did());
        this.database = database;
        Audits audits;
        if (database.isPresent()) {
            var store = database.get().database();
            this.replicas = new HibernateReplicas(store);
            this.repositories = BenchRepositories.over(
                    store,
                    CLOCK,
                    Watcher.all(List.of(new Sharing(replicas, key.did()), OpenStreamLog.over(store, CLOCK), watcher)));
            audits = BenchRepositories.audits(store);
        } else {
            this.replicas = new MemoryReplicas();
            var memory = new MemoryRepositories(
                    CLOCK, Watcher.all(List.of(new Sharing(replicas, key.did()), new MemoryStreamLog(CLOCK), watcher)));
            this.repositories = memory;
            audits = memory.audits();
        }
        this.with = new Replication.Surroundings(
                new Self(peer.origin(), key),
                repositories,
                audits,
                new NoRecords(),
                replicas,
                telling(database.<Transactions>map(TestDatabase::database).orElse(Transactions.IMMEDIATE), taken),
                Effects.NONE,
                verifier,
                transport,
                CLOCK,
                RANDOM);
        this.replication = new Replication(with);
    }

    private static Transactions telling(Transactions transactions, Taken taken) {
        return new Transactions() {
            @Override
            public <T> Uni<T> inTransaction(Supplier<Uni<T>> work) {
                return transactions.inTransaction(work).invoke(result -> {
                    if (result instanceof Intake intake) {
                        taken.committed(intake);
                    }
                });
            }

            @Override
            public void afterCommit(Runnable then) {
                transactions.afterCommit(then);
            }
        };
    }

    /** Opens the repository and shares it with a peer that lacks nothing of it. */
    void share(Did account, Peer other) {
        await(repositories.open(account, RepositoryKind.ACCOUNT));
        await(replicas.share(account, 0, List.of(other)));
        await(replicas.taken(other.key(), Map.of(account, Position.START), CLOCK.instant()));
    }

    /** Asks as this instance. */
    Asking asking() {
        return new Asking(with.self(), with.transport(), replicas, CLOCK, RANDOM, back -> {});
    }

    private Pushing pushing(Asking asking) {
        return new Pushing(with, asking, new Arrivals());
    }

    /** Pushing alone, which ends when the peer has taken everything. */
    Pushing pushing() {
        return pushing(asking());
    }

    /** Sessions of anti-entropy alone. */
    Reconciling reconciling() {
        Asking asking = asking();
        var taking = new Taking(with, new Arrivals());
        return new Reconciling(
                repositories,
                replicas,
                new Sets(with.audits(), with.records(), replicas),
                asking,
                new Evening(repositories, with.records(), replicas, asking, pushing(asking), taking, CLOCK),
                CLOCK,
                RANDOM);
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofMinutes(10));
    }
}
