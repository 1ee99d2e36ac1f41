package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.PeerAnswer.Answered;
import social.godwit.store.replication.Replicas.Work;

/**
 * Keeps the accounts of this instance and those of its peers alike. Someone who owns time calls {@link #push} at least every
 * second and when something was stored, {@link #pull} and {@link #reconcile} every few seconds; each begins what is due with
 * every peer that is not being worked with, and returns at once, so that no peer waits for another.
 */
public final class Replication {
    /** Between two sessions of anti-entropy with a peer, give or take a tenth. */
    public static final Duration RECONCILED_EVERY = Duration.ofMinutes(10);

    /** Before an unfinished session is gone on with. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    /** Between two audits of a replica. */
    public static final Duration AUDITED_EVERY = Duration.ofDays(1);

    private static final int MOST_DOUBLINGS = 6;
    private static final int AUDITS = 16;
    private static final int MIRRORS = 16;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int PULLS = 64;

    private final Replicas replicas;
    private final InstantSource clock;
    private final Randomness randomness;
    private final Serving serving;
    private final Pushing pushing;
    private final Pulling pulling;
    private final Reconciling reconciling;
    private final Auditing auditing;
    private final Lacking lacking;
    private final Mirroring mirroring;
    private final Map<Did, Instant> nextSession = new ConcurrentHashMap<>();
    private final Map<Did, Integer> waits = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Set<Did> pushAgain = ConcurrentHashMap.newKeySet();

    /** Everything around it. */
    public record Surroundings(
            Self self,
            Repositories repositories,
            Audits audits,
            GatewayRecords records,
            Replicas replicas,
            Transactions transactions,
            Effects effects,
            Verifier verifier,
            PeerTransport transport,
            InstantSource clock,
            Randomness randomness) {}

    /** The replication of one process of an instance. */
    public Replication(Surroundings with) {
        this.replicas = with.replicas;
        this.clock = with.clock;
        this.randomness = with.randomness;
        var arrivals = new Arrivals();
        var sets = new Sets(with.audits, with.records, with.replicas);
        var taking = new Taking(with, arrivals);
        var asking = new Asking(with.self, with.transport, with.replicas, with.clock, with.randomness, this::soon);
        this.serving = new Serving(with, sets, taking, this::soon);
        this.pushing = new Pushing(with, asking, arrivals);
        this.pulling = new Pulling(with.replicas, asking, taking, this::soon);
        this.mirroring = new Mirroring(with, sets, asking);
        this.auditing = new Auditing(with.audits, with.replicas.audits(), asking, pushing, with.clock, with.randomness);
        this.lacking = new Lacking(with.audits, asking, taking);
        this.reconciling = new Reconciling(
                with.repositories,
                with.replicas,
                sets,
                asking,
                new Evening(with.repositories, with.records, with.replicas, asking, pushing, taking, with.clock),
                with.clock,
                with.randomness);
    }

    /**
     * Answers a request of another instance.
     *
     * @param signer the DID of the key that signed the request, verified
     */
    public Uni<Answered> handle(Did signer, PeerRequest request) {
        return serving.handle(signer, request);
    }

    /**
     * Audits what the peers hold of the account that share it, and keeps the reports; those of peers that nothing is to be
     * asked of now say unreachable.
     */
    public Uni<List<AuditReport>> audit(Did account) {
        return replicas.of(account).chain(all -> InTurn.map(all, this::audit));
    }

    /** The turn of every mirror that is due, one after the other, for a while. */
    public Uni<Void> mirror() {
        return mirror(MIRRORS);
    }

    private Uni<Void> mirror(int left) {
        return left == 0
                ? Uni.createFrom().voidItem()
                : mirroring
                        .turn()
                        .chain(more ->
                                more ? mirror(left - 1) : Uni.createFrom().voidItem());
    }

    /**
     * Begins to keep public records from another instance: of one account, or of all; or, to refill this instance, of the
     * accounts there that list it as a gateway, and then all of theirs where their actor pins this instance's key.
     *
     * @param quota bytes of documents that may come by it
     * @return whether the origin answered as an instance does, and there was room for another mirror
     */
    public Uni<Boolean> mirror(Origin origin, Optional<Did> account, Mirror.Kind kind, long quota) {
        return mirroring.add(origin, account, kind, quota);
    }

    /** Audits a few replicas whose last audit is more than a day ago, one after the other. */
    public Uni<Void> audit() {
        return replicas.audits()
                .due(clock.instant().minus(AUDITED_EVERY), AUDITS)
                .chain(due -> InTurn.each(due, this::audit));
    }

    /** The peer accounts for what it should hold, and is then asked for what is lacking here. */
    private Uni<AuditReport> audit(Replica replica) {
        return auditing.audit(replica.peer(), replica.account())
                .call(done -> lacking.ask(replica.peer(), replica.account()));
    }

    /** Begins to send to every peer what it has not taken; to one that is being sent to, as soon as that has ended. */
    public Uni<Void> push() {
        return replicas.toPush(clock.instant()).chain(peers -> InTurn.each(peers, this::push));
    }

    private Uni<Void> push(Peer peer) {
        pushAgain.add(peer.key());
        return begin(peer, Work.PUSH, () -> {
            pushAgain.remove(peer.key());
            return pushing.to(peer);
        });
    }

    /** Begins to fetch whole repositories that were asked for by {@link Replicas#pull}: each from one peer at a time. */
    public Uni<Void> pull() {
        return replicas.toPull(PULLS)
                .chain(wanted ->
                        InTurn.each(wanted, replica -> begin(replica.peer(), Work.PULL, () -> pulling.from(replica))));
    }

    /** Begins a session of anti-entropy with every peer that it is time for. */
    public Uni<Void> reconcile() {
        return all(Optional.empty());
    }

    private Uni<Void> all(Optional<Did> after) {
        return replicas.peers(after)
                .chain(peers -> InTurn.each(peers, this::reconcile)
                        .chain(() -> peers.size() < Replicas.MAX_LIST
                                ? Uni.createFrom().voidItem()
                                : all(Optional.of(peers.getLast().key()))));
    }

    private Uni<Void> reconcile(Peer peer) {
        Instant now = clock.instant();
        Instant next = nextSession.computeIfAbsent(peer.key(), absent -> now.plus(random(Duration.ofMinutes(1))));
        return now.isBefore(next) ? Uni.createFrom().voidItem() : begin(peer, Work.RECONCILE, () -> session(peer));
    }

    private Uni<Void> session(Peer peer) {
        nextSession.put(peer.key(), clock.instant().plus(RECONCILED_EVERY));
        return reconciling.with(peer).chain(ending -> {
            Instant now = clock.instant();
            Duration tenth = RECONCILED_EVERY.dividedBy(10);
            nextSession.put(
                    peer.key(),
                    switch (ending) {
                        case WAITING -> now.plus(wait(peer));
                        case EVEN, LEFT ->
                            now.plus(RECONCILED_EVERY).minus(tenth).plus(random(tenth.multipliedBy(2)));
                        case UNFINISHED, FAILED -> now.plus(AGAIN).plus(random(AGAIN));
                    });
            boolean even = ending == Session.Ending.EVEN || ending == Session.Ending.WAITING;
            if (ending != Session.Ending.WAITING) {
                waits.remove(peer.key());
            }
            return even
                    ? replicas.note(peer.key(), Exchange.reconciled(now))
                    : Uni.createFrom().voidItem();
        });
    }

    /** Nothing is pushed as long as no position is known: so soon at first, later and later where the peer never shows all. */
    private Duration wait(Peer peer) {
        int times = Math.min(waits.merge(peer.key(), 1, Integer::sum) - 1, MOST_DOUBLINGS);
        Duration wait = AGAIN.multipliedBy(1L << times);
        return wait.compareTo(RECONCILED_EVERY) < 0 ? wait : RECONCILED_EVERY;
    }

    /** A session with the peer is due at once. */
    public void soon(Peer peer) {
        nextSession.put(peer.key(), clock.instant());
    }

    private Duration random(Duration most) {
        byte[] bytes = randomness.bytes(2);
        int fraction = ((bytes[0] & 0xFF) << 8) | (bytes[1] & 0xFF);
        return most.multipliedBy(fraction).dividedBy(0x10000);
    }

    /** Begins work with a peer that is ready and that nobody does already; what comes of it is not waited for. */
    private Uni<Void> begin(Peer peer, Work work, Supplier<Uni<Void>> what) {
        String name = peer.key() + " " + work;
        if (!busy.add(name)) {
            return Uni.createFrom().voidItem();
        }
        return replicas.state(peer.key())
                .chain(state -> state.ready(clock.instant())
                        ? replicas.claim(peer.key(), work, clock.instant(), LEASE)
                        : Uni.createFrom().item(false))
                .onFailure()
                .invoke(() -> busy.remove(name))
                .invoke(claimed -> {
                    if (claimed) {
                        what.get()
                                .eventually(() -> replicas.release(peer.key(), work))
                                .onTermination()
                                .invoke(() -> busy.remove(name))
                                .chain(() -> work == Work.PUSH && pushAgain.contains(peer.key())
                                        ? push(peer)
                                        : Uni.createFrom().voidItem())
                                .subscribe()
                                .with(
                                        done -> {},
                                        failure -> LOG.log(
                                                System.Logger.Level.WARNING,
                                                work + " with " + peer.origin() + " failed",
                                                failure));
                    } else {
                        busy.remove(name);
                    }
                })
                .replaceWithVoid();
    }

    private static final System.Logger LOG = System.getLogger(Replication.class.getName());
}
