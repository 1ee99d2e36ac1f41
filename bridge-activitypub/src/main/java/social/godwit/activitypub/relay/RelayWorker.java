package social.godwit.activitypub.relay;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import social.godwit.activitypub.delivery.Reply;
import social.godwit.activitypub.relay.HibernateRelay.Due;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.signature.PreparedSignature;
import social.godwit.identity.request.PreparedRequest;
import social.godwit.store.Timers;

/**
 * Sends relayed requests: to one host one after the other, to many hosts at once, and a host that does not answer holds up nobody but
 * itself. A request that a crash interrupts goes out again, with the same bytes.
 */
@ApplicationScoped
public class RelayWorker {
    private static final Logger LOG = Logger.getLogger(RelayWorker.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    /** Longer than a whole window of one host takes. */
    private static final Duration LEASE = Duration.ofMinutes(3);

    private static final int HOSTS_AT_ONCE = 256;
    private static final int ANSWER_SIZE_MAX = 16 * 1024;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(20);
    private static final int DOUBLINGS = 5;

    private final HibernateRelay requests;
    private final GuardedClient client;
    private final InstantSource clock;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private Optional<Timers.Timer> looking = Optional.empty();

    RelayWorker(HibernateRelay requests, GuardedClient client, InstantSource clock) {
        this.requests = requests;
        this.client = client;
        this.clock = clock;
    }

    /** Looks for work from now on. */
    public synchronized void start(Timers timers) {
        looking = Optional.of(timers.every(LOOK, "relayed requests", this::look));
        timers.every(SWEEP, "relay sweep", () -> requests.sweep(clock.instant()));
    }

    /** Looks for work now. */
    synchronized void wake() {
        looking.ifPresent(Timers.Timer::wake);
    }

    private Uni<Void> look() {
        Instant now = clock.instant();
        int free = HOSTS_AT_ONCE - busy.size();
        return free <= 0
                ? Uni.createFrom().voidItem()
                : requests.take(Set.copyOf(busy), free, now, now.plus(LEASE))
                        .invoke(due -> due.stream()
                                .collect(Collectors.groupingBy(Due::host, LinkedHashMap::new, Collectors.toList()))
                                .forEach(this::begin))
                        .replaceWithVoid();
    }

    private void begin(String host, List<Due> window) {
        busy.add(host);
        boolean[] down = {false};
        Multi.createFrom()
                .iterable(window)
                .onItem()
                .transformToUniAndConcatenate(due -> down[0] ? Uni.createFrom().voidItem() : send(due, down))
                .collect()
                .last()
                .onTermination()
                .invoke(() -> {
                    busy.remove(host);
                    wake();
                })
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf(failure, "requests to %s were not relayed", host));
    }

    private Uni<Void> send(Due due, boolean[] down) {
        RemoteRequest request = RemoteRequest.post(
                        URI.create(due.request().inbox()), PreparedRequest.CONTENT_TYPE, due.body())
                .bodySizeMax(ANSWER_SIZE_MAX)
                .signedBy((method, uri, headers, body) -> PreparedSignature.fields(due.request(), body));
        return client.send(request)
                .map(outcome -> Reply.of(outcome, clock.instant()))
                .onFailure()
                .recoverWithItem(failure -> new Reply.Down("could not be sent: " + failure.getMessage()))
                .chain(reply -> record(due, reply, down));
    }

    private Uni<Void> record(Due due, Reply.Answer reply, boolean[] down) {
        return switch (reply) {
            case Reply.Delivered delivered -> requests.end(due, Relayed.State.TAKEN, "");
            case Reply.Refused refused -> requests.end(due, Relayed.State.REFUSED, refused.reason());
            case Reply.PutOff later ->
                requests.putOff(due, later.reason(), clock.instant().plus(pause(due)));
            case Reply.Down away -> allLater(due, away.reason(), pause(due), down);
            case Reply.Busy wait -> allLater(due, wait.reason(), wait.delay(), down);
        };
    }

    private Uni<Void> allLater(Due due, String reason, Duration pause, boolean[] down) {
        down[0] = true;
        Instant until = clock.instant().plus(pause);
        return requests.putOff(due, reason, until).chain(() -> requests.putOff(due.host(), until));
    }

    private static Duration pause(Due due) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(due.attempts(), DOUBLINGS));
    }
}
