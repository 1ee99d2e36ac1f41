package social.godwit.activitypub.peering;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.Knock;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.Effects;
import social.godwit.store.replication.GatewayRecords;
import social.godwit.store.replication.Mirror;
import social.godwit.store.replication.Nudges;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.Replicas;
import social.godwit.store.replication.Replication;
import social.godwit.store.replication.Self;
import social.godwit.store.replication.Verifier;

/** Replication as this instance does it: with its key, its database, its clock, over HTTP. */
@ApplicationScoped
public class Peering implements Knock {
    /** More documents than this are verified on a worker thread. */
    private static final int ON_EVENT_LOOP_MAX = 4;

    private final Instance instance;
    private final InstanceKeys keys;
    private final Repositories repositories;
    private final Audits audits;
    private final GatewayRecords records;
    private final Replicas replicas;
    private final Transactions transactions;
    private final Effects effects;
    private final GuardedClient client;
    private final InstantSource clock;
    private final Randomness randomness;
    private final Timers timers;

    private volatile @Nullable Replication replication;
    private volatile @Nullable Nudges nudges;

    Peering(
            Instance instance,
            InstanceKeys keys,
            Repositories repositories,
            Audits audits,
            GatewayRecords records,
            Replicas replicas,
            Transactions transactions,
            Effects effects,
            GuardedClient client,
            InstantSource clock,
            Randomness randomness,
            Timers timers) {
        this.instance = instance;
        this.keys = keys;
        this.repositories = repositories;
        this.audits = audits;
        this.records = records;
        this.replicas = replicas;
        this.transactions = transactions;
        this.effects = effects;
        this.client = client;
        this.clock = clock;
        this.randomness = randomness;
        this.timers = timers;
    }

    /** Begins; called once, when the instance's keys are loaded. */
    public synchronized void start() {
        Replication begun = new Replication(new Replication.Surroundings(
                new Self(Origin.parse(instance.origin()).orElseThrow(), keys.identity()),
                repositories,
                audits,
                records,
                replicas,
                transactions,
                effects,
                Peering::verify,
                new SignedTransport(client, keys.identity(), clock, randomness),
                clock,
                randomness));
        replication = begun;
        Timers.Timer pushing = timers.every(Duration.ofSeconds(1), "push to peers", begun::push);
        nudges = new Nudges(timers, clock, pushing::wake);
        timers.every(Duration.ofSeconds(2), "fetch repositories", begun::pull);
        timers.every(Duration.ofSeconds(5), "reconcile with peers", begun::reconcile);
        timers.every(Duration.ofMinutes(1), "audit replicas", begun::audit);
        timers.every(Duration.ofSeconds(5), "follow what is mirrored", begun::mirror);
    }

    @Override
    public void at(Peer peer) {
        Replication begun = replication;
        if (begun != null) {
            begun.soon(peer);
        }
    }

    /** Answers a request of another instance, whose signature by {@code signer} was verified. */
    public Uni<Answered> handle(Did signer, PeerRequest request) {
        return running(begun -> begun.handle(signer, request));
    }

    /** Audits now what other gateways hold of an account, see {@link Replication#audit(Did)}. */
    public Uni<List<AuditReport>> audit(Did account) {
        return running(begun -> begun.audit(account));
    }

    /** Begins to keep public records from another instance, see {@link Replication#mirror(Origin, Optional, Mirror.Kind, long)}. */
    public Uni<Boolean> mirror(Origin origin, Optional<Did> account, Mirror.Kind kind, long quota) {
        return running(begun -> begun.mirror(origin, account, kind, quota));
    }

    private <T> Uni<T> running(Function<Replication, Uni<T>> work) {
        Replication begun = replication;
        return begun == null
                ? Uni.createFrom().failure(new IllegalStateException("replication has not begun"))
                : work.apply(begun);
    }

    /** Something is being stored: what peers lack is sent at once instead of at the next look, a second later at most. */
    public void wake() {
        Nudges begun = nudges;
        if (begun != null) {
            begun.stored();
        }
    }

    private static Uni<List<DocumentVerdict>> verify(List<byte[]> documents, Instant now) {
        Uni<List<DocumentVerdict>> verdicts = Verifier.DIRECT.read(documents, now);
        return documents.size() > ON_EVENT_LOOP_MAX
                ? verdicts.runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                : verdicts;
    }
}
