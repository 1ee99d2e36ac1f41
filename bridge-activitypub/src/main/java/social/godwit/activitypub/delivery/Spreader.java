package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.identity.Randomness;
import social.godwit.store.Timers;

/**
 * Moves activities from their accounts' queues into those of the hosts. What is known goes on at once; a recipient that
 * has to be looked up waits alone, and only for its own earlier mail.
 */
final class Spreader {
    private static final Logger LOG = Logger.getLogger(Spreader.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** How long an account's queue belongs to a worker that has died; spreading again is harmless. */
    private static final Duration SPREADING = Duration.ofSeconds(15);
    /** Longer than any look-up takes. */
    private static final Duration LOOKING_UP = Duration.ofMinutes(2);

    private static final int ACCOUNTS_AT_ONCE = 8;
    private static final int LOOKUPS_AT_ONCE = 64;

    private final FanOutQueue queue;
    private final Recipients recipients;
    private final LocalDelivery local;
    private final InstantSource clock;
    private final Timers timers;
    private final Backoff backoff;
    private final Runnable entered;

    private final AtomicInteger lookups = new AtomicInteger();
    private final List<Timers.Timer> series = new ArrayList<>();
    private Optional<Timers.Timer> spreading = Optional.empty();
    private Optional<Timers.Timer> lookingUp = Optional.empty();

    /** {@code entered} is told when something is new in the hosts' queues. */
    Spreader(
            FanOutQueue queue,
            Recipients recipients,
            LocalDelivery local,
            InstantSource clock,
            Timers timers,
            Randomness randomness,
            Runnable entered) {
        this.queue = queue;
        this.recipients = recipients;
        this.local = local;
        this.clock = clock;
        this.timers = timers;
        this.backoff = new Backoff(randomness);
        this.entered = entered;
    }

    /** Begins to look for work. */
    synchronized void start() {
        spreading = Optional.of(timers.every(LOOK, "delivery fan-out", this::spread));
        lookingUp = Optional.of(timers.every(LOOK, "delivery addresses", this::lookUp));
        series.add(spreading.get());
        series.add(lookingUp.get());
    }

    /** Looks for work now. */
    synchronized void wake() {
        spreading.ifPresent(Timers.Timer::wake);
    }

    /** Takes no more work. */
    synchronized void stop() {
        series.forEach(Timers.Timer::cancel);
    }

    private Uni<Void> spread() {
        Instant now = clock.instant();
        return queue.claim(ACCOUNTS_AT_ONCE, now, now.plus(SPREADING))
                .chain(accounts -> Multi.createFrom()
                        .iterable(accounts)
                        .onItem()
                        .transformToUni(this::spreadAccount)
                        .merge(ACCOUNTS_AT_ONCE)
                        .collect()
                        .last()
                        .invoke(() -> {
                            if (!accounts.isEmpty()) {
                                wake();
                            }
                        }));
    }

    /** One after the other: the order of an account's activities is the order in every host's queue. */
    private Uni<Void> spreadAccount(List<FanOut> window) {
        String account = window.getFirst().body().account();
        return Multi.createFrom()
                .iterable(window)
                .onItem()
                .transformToUniAndConcatenate(this::spreadOne)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "fan-out for %s failed; it is tried again", account);
                    return Uni.createFrom().voidItem();
                })
                .chain(() -> queue.release(account, clock.instant()));
    }

    private Uni<Void> spreadOne(FanOut fanOut) {
        return recipients
                .of(fanOut)
                .call(reach -> reach.local()
                        ? local.deliver(fanOut.body())
                        : Uni.createFrom().voidItem())
                .call(reach -> queue.spread(fanOut, reach.spread(), clock.instant()))
                .invoke(reach -> {
                    entered.run();
                    if (!reach.spread().unresolved().isEmpty()) {
                        lookingUp.ifPresent(Timers.Timer::wake);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> lookUp() {
        Instant now = clock.instant();
        int room = LOOKUPS_AT_ONCE - lookups.get();
        return room <= 0
                ? Uni.createFrom().voidItem()
                : queue.claimAddresses(room, now, now.plus(LOOKING_UP))
                        .invoke(addresses -> addresses.forEach(this::begin))
                        .replaceWithVoid();
    }

    private void begin(Address address) {
        lookups.incrementAndGet();
        lookUp(address)
                .onTermination()
                .invoke(() -> {
                    lookups.decrementAndGet();
                    lookingUp.ifPresent(Timers.Timer::wake);
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf(failure, "no look-up of %s", address.actor()));
    }

    private Uni<Void> lookUp(Address address) {
        return recipients.lookUp(address.actor()).chain(lookup -> switch (lookup) {
            case ActorLookup.Found found ->
                recipients
                        .places(address, found.actor())
                        .chain(places -> queue.found(address, places, clock.instant()))
                        .invoke(entered);
            case ActorLookup.Gone gone -> queue.found(address, List.of(), clock.instant());
            case ActorLookup.NotFound no -> queue.found(address, List.of(), clock.instant());
            case ActorLookup.Unavailable later ->
                queue.postpone(address, clock.instant().plus(delay(address)));
        });
    }

    private Duration delay(Address address) {
        return backoff.ofEntry(Math.min(address.attempts() + 1, Backoff.PUT_OFF_MAX));
    }
}
