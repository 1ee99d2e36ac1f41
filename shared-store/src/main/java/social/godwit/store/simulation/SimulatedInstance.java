package social.godwit.store.simulation;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.Transactions;
import social.godwit.store.document.Held;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.document.Publication;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.Watcher;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.MemoryRecordStore;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.Effects;
import social.godwit.store.replication.Frame;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.PeerRequest;
import social.godwit.store.replication.Replication;
import social.godwit.store.replication.Self;
import social.godwit.store.replication.Sharing;

/** An instance: stores that outlive a crash, and replication that does not. */
final class SimulatedInstance implements SimulatedNetwork.Place {
    /** Where owners post to; the rest of the body is frames. */
    static final String OUTBOX = "/outbox";

    /** As {@link #OUTBOX}, for an account that has no repository here yet. */
    static final String REGISTER = "/register";

    private static final Duration PUSH = Duration.ofSeconds(5);
    private static final Duration DELIVER = Duration.ofSeconds(10);
    private static final Duration PULL = Duration.ofSeconds(7);
    private static final Duration RECONCILE = Duration.ofSeconds(11);

    final Peer peer;
    final InstantSource clock;
    private final SigningKey key;
    private final SimulatedTime time;
    private final SimulatedNetwork network;
    private final MemoVerifier verifier;
    private final Chance chance;
    private final Trace trace;
    private final DeliveryQueue.Remotes remotes;
    private final Map<Did, Long> numbers = new HashMap<>();
    private boolean up = true;
    private int life = 1;
    private boolean woken;
    private Optional<Runnable> dying = Optional.empty();
    private final Set<Sha256> applied = new HashSet<>();
    /** What it did that no instance may do. */
    final List<String> violations = new ArrayList<>();

    MemoryReplicas replicas = new MemoryReplicas();
    MemoryRepositories repositories;
    MemoryRecordStore records;
    DeliveryQueue deliveries;
    ForgedSets sets;
    private Replication replication;

    SimulatedInstance(
            Origin origin,
            Duration skew,
            SimulatedTime time,
            SimulatedNetwork network,
            DeliveryQueue.Remotes remotes,
            MemoVerifier verifier,
            Chance chance,
            Trace trace) {
        this.key = SigningKey.generate(chance);
        this.peer = new Peer(origin, key.did());
        this.time = time;
        this.clock = () -> time.instant().plus(skew);
        this.network = network;
        this.verifier = verifier;
        this.chance = chance;
        this.trace = trace;
        this.remotes = remotes;
        this.repositories = store();
        this.sets = new ForgedSets(repositories.audits());
        this.records = recordStore();
        this.deliveries = new DeliveryQueue(this);
        this.replication = start();
        network.add(origin, this);
        time.every(PUSH, () -> whenUp(() -> replication.push().subscribe().with(done -> {})));
        time.every(PULL, () -> whenUp(() -> replication.pull().subscribe().with(done -> {})));
        time.every(
                RECONCILE,
                () -> whenUp(() -> replication.reconcile().subscribe().with(done -> {})));
        time.every(DELIVER, () -> whenUp(() -> deliveries.work()));
    }

    private MemoryRepositories store() {
        Watcher waking = changes -> {
            wake();
            return Uni.createFrom().voidItem();
        };
        return new MemoryRepositories(clock, Watcher.all(List.of(new Sharing(replicas, peer.key()), waking)));
    }

    private MemoryRecordStore recordStore() {
        numbers.clear();
        return new MemoryRecordStore(clock, account -> OptionalLong.of(numbers.merge(account, 1L, Long::sum)));
    }

    private Replication start() {
        Effects effects = change -> {
            applied(change);
            deliveries.learned(change);
            return Uni.createFrom().voidItem();
        };
        return new Replication(new Replication.Surroundings(
                new Self(peer.origin(), key),
                repositories,
                sets,
                new ReplicatedRecords(records, repositories, peer::key, clock),
                replicas,
                Transactions.IMMEDIATE,
                effects,
                verifier,
                network.from(peer.origin(), peer.key()),
                clock,
                chance));
    }

    String name() {
        return peer.origin().host();
    }

    SigningKey key() {
        return key;
    }

    SimulatedNetwork network() {
        return network;
    }

    DeliveryQueue.Remotes remotes() {
        return remotes;
    }

    /** Whether its clock is right. */
    boolean onTime() {
        return clock.instant().equals(time.instant());
    }

    void whenUp(Runnable what) {
        if (up) {
            what.run();
        }
    }

    /** Something is there to be pushed. */
    void wake() {
        if (!woken) {
            woken = true;
            later(Duration.ofMillis(5), () -> {
                woken = false;
                replication.push().subscribe().with(done -> {});
            });
        }
    }

    /** Stops at once; what is in the stores stays, all else is gone. */
    void crash() {
        trace.note(() -> name() + " crashes");
        up = false;
        life++;
        woken = false;
    }

    /** Crashes when it has dealt with the next request, before it answers. */
    void crashAfterCommit(Runnable crash) {
        dying = Optional.of(crash);
    }

    /** Answers again what it is asked. */
    void steady() {
        dying = Optional.empty();
    }

    /** A change of what counts is told once, however often its documents come; unless the key log has spoken in between. */
    private void applied(RepositoryChange change) {
        if (change.revised()) {
            applied.clear();
        }
        change.counting().forEach(document -> {
            if (!applied.add(document.hash()) && !change.revised()) {
                violations.add(name() + " applies twice " + document);
            }
        });
    }

    /** Takes a document that nobody is told of, as if it had been lost on its way to every peer. */
    void plant(PortableDocument document, List<Peer> peers) {
        Now.of(repositories.admit(List.of(document)));
        for (Peer other : peers) {
            Now.of(replicas.find(other.key(), document.owner()))
                    .ifPresent(replica -> Now.of(
                            replicas.taken(other.key(), Map.of(document.owner(), replica.newest()), clock.instant())));
        }
    }

    /** Erases what is due, as every instance does every few minutes. */
    void erase() {
        whenUp(() -> Now.of(repositories.eraseDue(1_000)));
    }

    /** Comes back after a crash. */
    void restart() {
        trace.note(() -> name() + " is back");
        up = true;
        life++;
        woken = false;
        deliveries.forget();
        replication = start();
    }

    /** Loses everything but its key. */
    void wipe() {
        trace.note(() -> name() + " loses its disk");
        replicas = new MemoryReplicas();
        repositories = store();
        sets = new ForgedSets(repositories.audits());
        applied.clear();
        records = recordStore();
        deliveries = new DeliveryQueue(this);
        restart();
    }

    @Override
    public Did did() {
        return peer.key();
    }

    @Override
    public int life() {
        return life;
    }

    @Override
    public void arrive(Did signer, PeerRequest request, Consumer<Answered> answer) {
        if (up) {
            later(chance.upTo(Duration.ofMillis(20)), () -> take(signer, request, answer));
        }
    }

    private void take(Did signer, PeerRequest request, Consumer<Answered> answers) {
        Consumer<Answered> answer =
                dying.<Consumer<Answered>>map(crash -> unsaid -> crash.run()).orElse(answers);
        steady();
        switch (request.target()) {
            case OUTBOX -> answer.accept(post(signer, documents(request)));
            case REGISTER -> answer.accept(register(signer, documents(request)));
            default -> replication.handle(signer, request).subscribe().with(answer);
        }
    }

    private static List<byte[]> documents(PeerRequest request) {
        List<byte[]> documents = new ArrayList<>();
        Frame.read(request.body()).orElseThrow().forEach(frame -> documents.add(((Frame.Document) frame).bytes()));
        return documents;
    }

    private static Answered status(int status) {
        return new Answered(status, "", Map.of(), new byte[0]);
    }

    /** As an outbox answers: 201, 409 when it would not win, 425 when its time lies ahead, 404 for a stranger. */
    private Answered post(Did account, List<byte[]> bodies) {
        List<PortableDocument> documents = new ArrayList<>();
        for (byte[] bytes : bodies) {
            switch (verifier.read(bytes, clock.instant())) {
                case DocumentVerdict.Admissible(PortableDocument document) -> documents.add(document);
                case DocumentVerdict.NotYet early -> {
                    return status(425);
                }
                case DocumentVerdict.Inadmissible bad -> throw new IllegalStateException(bad.detail());
            }
        }
        Publication publication = Now.of(repositories.publish(account, documents));
        if (!(publication instanceof Publication.Published) && has(account, documents)) {
            throw new IllegalStateException(name() + " refuses what it has: " + documents);
        }
        return switch (publication) {
            case Publication.Published published -> {
                published.change().ifPresent(this::applied);
                published.change().ifPresent(deliveries::posted);
                yield status(201);
            }
            case Publication.Conflict conflict -> status(409);
            case Publication.Refused(var hash, var reason) ->
                status(
                        switch (reason) {
                            case NO_REPOSITORY -> 404;
                            case PURGED, ERASED, MALFORMED, KEY_LOG -> 403;
                        });
        };
    }

    private boolean has(Did account, List<PortableDocument> documents) {
        List<Sha256> hashes = documents.stream().map(PortableDocument::hash).toList();
        Collection<Held> held = Now.of(repositories.held(account, hashes)).values();
        return held.size() == hashes.size() && held.stream().allMatch(Held.Here.class::isInstance);
    }

    private Answered register(Did account, List<byte[]> bodies) {
        Now.of(repositories.open(account, RepositoryKind.ACCOUNT));
        Answered posted = post(account, bodies);
        if (posted.status() == 201 || posted.status() == 409) {
            Now.of(replicas.pull(account));
        }
        return posted.status() == 409 ? status(201) : posted;
    }

    /** All documents that an account's repository shows. */
    List<StoredDocument> shown(Did account) {
        return View.pages(repositories, account);
    }

    /** Keeps a gateway record that was made here. */
    void keep(GatewayRecord.Signed signed) {
        Did account = signed.record().account();
        Now.of(records.take(account, List.of(signed), Standing.VERIFIED));
        Now.of(replicas.recorded(account, numbers.getOrDefault(account, 0L)));
        wake();
    }

    /** Does it later, unless there is a crash before. */
    void later(Duration delay, Runnable what) {
        int now = life;
        time.after(delay, () -> {
            if (up && life == now) {
                what.run();
            }
        });
    }
}
