package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.inbox.Place;
import social.godwit.activitypub.inbox.QueueClaims;
import social.godwit.activitypub.inbox.QueueSignal;
import social.godwit.activitypub.inbox.Queued;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;

/**
 * Applies the effects of queued activities: claims a batch, decides, writes all changes and takes the batch out of the
 * queue, in one transaction. So an activity's effects happen once or, after a crash, not yet.
 *
 * <p>A batch that fails is tried again one by one, so that the one that fails is found; after several failures it is
 * parked.
 */
@Singleton
public final class InboxWorker {
    private static final Logger LOG = Logger.getLogger(InboxWorker.class);
    private static final int BATCH_MAX = 400;
    private static final Duration POLL = Duration.ofSeconds(1);

    /** After a round smaller than this a worker waits, so that the statements of the next serve more activities. */
    private static final int BATCH_SMALL = 100;

    private static final Duration GATHERING = Duration.ofMillis(25);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6));

    private final QueueClaims queue;
    private final HibernateEffects effects;
    private final Transactions transactions;
    private final Deliveries deliveries;
    private final Timers timers;
    private final QueueSignal signal;
    private final LookUps lookUps;
    private final AtomicInteger rotation = new AtomicInteger();
    private final List<Timers.Timer> running = new ArrayList<>();

    @Inject
    InboxWorker(
            QueueClaims queue,
            HibernateEffects effects,
            Transactions transactions,
            Deliveries deliveries,
            Peers peers,
            Successors successors,
            Timers timers,
            QueueSignal signal,
            InstantSource clock) {
        this.queue = queue;
        this.effects = effects;
        this.transactions = transactions;
        this.deliveries = deliveries;
        this.timers = timers;
        this.signal = signal;
        this.lookUps = new LookUps(peers, successors, clock, signal::raise);
    }

    /** Starts {@code workers} workers in this process; two are plenty for two cores. */
    public synchronized void start(int workers) {
        for (int i = 0; i < workers; i++) {
            Timers.Timer timer = timers.every(POLL, "inbox worker " + i, this::drain);
            running.add(timer);
            signal.listen(timer::wake);
        }
    }

    /** Stops them; what is under way is finished. */
    public synchronized void stop() {
        running.forEach(Timers.Timer::cancel);
        running.clear();
    }

    /** Works until nothing is left that can be done now; lets a little gather between small rounds. */
    public Uni<Void> drain() {
        return Uni.createFrom()
                .deferred(() -> once().chain(this::gather))
                .repeat()
                .until(done -> done == 0)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Integer> gather(int done) {
        return done == 0 || done >= BATCH_SMALL
                ? Uni.createFrom().item(done)
                : timers.after(GATHERING).replaceWith(done);
    }

    /** What one round did. */
    private record Round(List<Queued> done, Map<Place, Incoming> lookUp, Map<Queued, String> unknown, boolean sent) {
        int progress() {
            return done.size() + unknown.size();
        }
    }

    private Uni<Integer> once() {
        Set<String> heldBack = lookUps.heldBack();
        int turn = rotation.getAndAdd(4);
        return round(() -> queue.claim(turn, BATCH_MAX, heldBack))
                .onFailure()
                .recoverWithUni(failure -> oneByOne(turn, heldBack, failure));
    }

    private Uni<Integer> round(Supplier<Uni<List<Queued>>> claim) {
        return transactions
                .inTransaction(() -> claim.get().chain(this::apply))
                .invoke(this::afterCommit)
                .map(Round::progress);
    }

    private Uni<Round> apply(List<Queued> queued) {
        if (queued.isEmpty()) {
            return Uni.createFrom().item(new Round(List.of(), Map.of(), Map.of(), false));
        }
        Map<Place, Incoming> ready = new LinkedHashMap<>();
        Map<Place, Incoming> lookUp = new HashMap<>();
        Map<Queued, String> unknown = new LinkedHashMap<>();
        List<Found> found = new ArrayList<>();
        Set<String> held = new HashSet<>();
        List<Queued> done = new ArrayList<>();
        for (Queued one : queued) {
            Incoming in = Incoming.of(one.arrival(), one.receivedAt());
            if (held.contains(in.actor())) {
                continue;
            }
            Optional<LookUps.Result> result = LookUps.needed(in) ? lookUps.result(one.place()) : Optional.empty();
            if (result.isPresent() && result.get() instanceof LookUps.Result.Unknown because) {
                unknown.put(one, because.reason());
                held.add(in.actor());
            } else if (LookUps.needed(in) && result.isEmpty()) {
                if (lookUps.room() > lookUp.size()) {
                    lookUp.put(one.place(), in);
                } else {
                    unknown.put(one, "too many actors are being looked up");
                }
                held.add(in.actor());
            } else {
                if (result.isPresent() && result.get() instanceof LookUps.Result.Known known) {
                    found.add(known.found());
                }
                ready.put(one.place(), in);
                done.add(one);
            }
        }
        return effects.apply(ready, Found.of(found))
                .chain(sent -> queue.done(ready.keySet())
                        .chain(() -> failAll(unknown))
                        .replaceWith(new Round(done, lookUp, unknown, sent)));
    }

    private Uni<Void> failAll(Map<Queued, String> unknown) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Map.Entry<Queued, String> one : unknown.entrySet()) {
            all = all.chain(() -> queue.failed(one.getKey(), one.getValue(), pause(one.getKey())));
        }
        return all;
    }

    private static Duration pause(Queued queued) {
        return PAUSES.get(Math.min(queued.attempts(), PAUSES.size() - 1));
    }

    private void afterCommit(Round round) {
        List<Place> places = new ArrayList<>();
        round.done().forEach(one -> places.add(one.place()));
        queue.forget(places);
        places.forEach(lookUps::forget);
        round.unknown().keySet().forEach(one -> lookUps.forget(one.place()));
        round.lookUp().forEach(lookUps::start);
        if (round.sent()) {
            deliveries.wake();
        }
    }

    /** Finds out which activity of a batch fails, and counts its failure; the others are done. */
    private Uni<Integer> oneByOne(int turn, Set<String> heldBack, Throwable batchFailure) {
        if (!HibernateEffects.isAboutData(batchFailure)) {
            return Uni.createFrom().failure(batchFailure);
        }
        LOG.warnf("a batch of activities failed and is tried one by one: %s", batchFailure.getMessage());
        return transactions
                .inTransaction(() -> queue.claim(turn, BATCH_MAX, heldBack))
                .chain(queued -> {
                    Set<String> failed = new HashSet<>();
                    Uni<Integer> all = Uni.createFrom().item(0);
                    for (Queued one : queued) {
                        all = all.chain(count -> single(one, failed).map(done -> count + done));
                    }
                    return all;
                });
    }

    /** Applies one activity, unless an earlier one of its actor has just failed: they stay in order. */
    private Uni<Integer> single(Queued one, Set<String> failed) {
        String actor = Ids.compared(one.arrival().actor());
        if (failed.contains(actor)) {
            return Uni.createFrom().item(0);
        }
        return round(() -> queue.claimOne(one.place()))
                .onFailure(HibernateEffects::isAboutData)
                .recoverWithUni(failure -> {
                    failed.add(actor);
                    LOG.errorf(
                            failure,
                            "activity %s cannot be applied",
                            one.arrival().activity().string("id"));
                    return transactions
                            .inTransaction(() -> queue.failed(one, String.valueOf(failure.getMessage()), pause(one)))
                            .replaceWith(1);
                });
    }
}
