package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.FollowersComplete;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.inbox.InboxQueue;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.identity.Randomness;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;

/** All that works on deliveries in this process. Any number of processes may do so over one database. */
@ApplicationScoped
public class DeliveryWorkers implements Deliveries {
    private static final Duration SWEEP = Duration.ofHours(1);

    /** Time for the caller's transaction to commit, when the caller does not call {@link #wake()}. */
    private static final Duration COMMIT = Duration.ofMillis(25);

    private final FanOutQueue fanOuts;
    private final DeliveryQueue queue;
    private final PositionNotes notes;
    private final OldAddresses oldAddresses;
    private final Transactions transactions;
    private final InstantSource clock;
    private final Timers timers;
    private final Spreader spreader;
    private final Lanes lanes;

    private final List<Timers.Timer> series = new ArrayList<>();

    DeliveryWorkers(
            FanOutQueue fanOuts,
            DeliveryQueue queue,
            Positions positions,
            PositionNotes notes,
            OldAddresses oldAddresses,
            Transactions transactions,
            AccountStore accounts,
            FollowStore follows,
            FollowersComplete complete,
            RemoteActors actors,
            SignedClient client,
            InboxQueue inbox,
            FederationPolicy policy,
            Origins origins,
            Instance instance,
            InstantSource clock,
            Timers timers,
            Randomness randomness) {
        this.fanOuts = fanOuts;
        this.queue = queue;
        this.notes = notes;
        this.oldAddresses = oldAddresses;
        this.transactions = transactions;
        this.clock = clock;
        this.timers = timers;
        this.lanes = new Lanes(
                queue,
                new SignedSender(
                        accounts,
                        client,
                        new FollowersSync(follows, complete, clock),
                        positions,
                        notes,
                        oldAddresses,
                        policy,
                        clock),
                clock,
                timers,
                randomness,
                LaneLimits.DEFAULT);
        this.spreader = new Spreader(
                fanOuts,
                new Recipients(accounts, follows, actors, policy, origins, instance),
                new LocalDelivery(accounts, inbox, clock),
                clock,
                timers,
                randomness,
                lanes::wake);
    }

    @Override
    public Uni<Void> enqueue(Outgoing outgoing) {
        return fanOuts.add(outgoing, clock.instant())
                .invoke(() -> timers.after(COMMIT).subscribe().with(passed -> wake()));
    }

    @Override
    public void wake() {
        spreader.wake();
    }

    /** Begins the work; called once, when the database is there. */
    public synchronized void start() {
        lanes.start();
        spreader.start();
        series.add(timers.every(PositionNotes.EVERY, "delivery positions", notes::write));
        series.add(timers.every(SWEEP, "delivery sweep", this::sweep));
    }

    /** Ends the work; what is under way is recorded or sent again later. */
    public synchronized void stop() {
        spreader.stop();
        lanes.stop();
        series.forEach(Timers.Timer::cancel);
    }

    private Uni<Void> sweep() {
        return fanOuts.sweep(clock.instant(), DeliveryQueue.PATIENCE)
                .chain(() -> queue.sweep(clock.instant(), DeliveryQueue.PATIENCE))
                .chain(() -> oldAddresses.sweep(clock.instant()))
                .chain(this::end);
    }

    /** What nothing waits for any more is forgotten, and told to the account's other gateways. */
    private Uni<Void> end() {
        return transactions
                .inTransaction(() -> queue.end(clock.instant()).call(ended -> notes.complete(ended)))
                .chain(ended -> ended.size() < DeliveryQueue.ENDED_MAX
                        ? Uni.createFrom().voidItem()
                        : end());
    }
}
