package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import social.godwit.activitypub.delivery.FanOut.Place;
import social.godwit.activitypub.delivery.FanOut.Spread;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.store.testing.TestDatabase;

/** The queues over a real database and workers that can be killed, with a clock that can be turned forward. */
final class DeliveryBench implements AutoCloseable {
    static final Did ALICE = did("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    static final Did BOB = did("did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH");

    final TestDatabase db;
    final HibernateFanOutQueue fanOuts;
    final HibernateDeliveryQueue queue;
    final ShiftingClock clock = new ShiftingClock();
    final Random random;
    final TestTimers timers = new TestTimers();
    /** What each recorded acknowledgement had seen by then: requests answered, by host, path and body. */
    final List<String> violations = new ArrayList<>();

    private final HttpClient http = FakePeer.vertx()
            .createHttpClient(new HttpClientOptions().setConnectTimeout(500), new PoolOptions().setHttp1MaxSize(8));
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<String, Set<String>> recorded = new HashMap<>();

    DeliveryBench(TestDatabase db, long seed) {
        this.db = db;
        this.random = new Random(seed);
        this.fanOuts = new HibernateFanOutQueue(db.database());
        this.queue = new HibernateDeliveryQueue(db.database());
        for (String table : List.of("activity", "account", "fanout", "address", "peer", "entry")) {
            db.execute("delete from delivery_" + table);
        }
    }

    private static Did did(String text) {
        return Did.parse(text).orElseThrow();
    }

    Randomness randomness() {
        return count -> {
            byte[] bytes = new byte[count];
            synchronized (random) {
                random.nextBytes(bytes);
            }
            return bytes;
        };
    }

    /** Puts one activity into the queues of these inboxes, as the fan-out would. */
    void post(Did account, String text, Collection<String> inboxes) {
        String body = "{\"id\":\"https://home.example/" + text + "\",\"content\":\"" + text + "\"}";
        db.await(fanOuts.add(
                Outgoing.of(account, "https://home.example/" + text, body, Set.of(), false), clock.instant()));
        List<List<FanOut>> claimed =
                db.await(fanOuts.claim(10, clock.instant(), clock.instant().plusSeconds(60)));
        for (List<FanOut> window : claimed) {
            for (FanOut fanOut : window) {
                List<Place> places = inboxes.stream()
                        .map(inbox -> new Place(URI.create(inbox).getAuthority(), inbox))
                        .toList();
                db.await(fanOuts.spread(fanOut, new Spread(places, List.of()), clock.instant()));
            }
            db.await(fanOuts.release(window.getFirst().body().account(), clock.instant()));
        }
    }

    /** A worker that can be killed: from then on nothing of it reaches a peer or the database. */
    final class Worker {
        private final AtomicBoolean killed = new AtomicBoolean();
        private final AtomicInteger sent = new AtomicInteger();
        private final Lanes lanes;

        Worker(LaneLimits limits, int diesAfter) {
            Sender sender = (body, inbox) -> {
                if (sent.incrementAndGet() > diesAfter) {
                    killed.set(true);
                }
                return killed.get() ? Uni.createFrom().nothing() : post(body, inbox);
            };
            this.lanes = new Lanes(new Dying(killed), sender, clock, timers, randomness(), limits);
            lanes.start();
            lanes.wake();
        }

        boolean isDead() {
            return killed.get();
        }

        void kill() {
            killed.set(true);
            lanes.stop();
            eventually(Duration.ZERO, () -> underWay.get() == 0);
        }

        void wake() {
            lanes.wake();
        }
    }

    Worker worker(int diesAfter) {
        return new Worker(new LaneLimits(64, 64, 16, Duration.ofSeconds(60), Duration.ofMillis(5)), diesAfter);
    }

    Worker worker() {
        return worker(Integer.MAX_VALUE);
    }

    private Uni<Reply> post(Body body, String inbox) {
        synchronized (recorded) {
            if (recorded.getOrDefault(inbox, Set.of()).contains(body.hash())) {
                violations.add("sent again after its acknowledgement was recorded: " + inbox + " " + body.activityId());
            }
        }
        URI uri = URI.create(inbox);
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost("127.0.0.1")
                .setPort(uri.getPort())
                .setURI(uri.getPath())
                .setTimeout(2_000);
        return Uni.createFrom()
                .completionStage(() -> http.request(options)
                        .compose(request -> request.send(Buffer.buffer(body.bytes())))
                        .map(response -> outcome(response.statusCode(), response.getHeader("retry-after"), uri))
                        .recover(failure -> io.vertx.core.Future.succeededFuture(
                                new RemoteOutcome.Failed(String.valueOf(failure.getMessage()))))
                        .toCompletionStage())
                .map(outcome -> Reply.of(outcome, clock.instant()));
    }

    private static RemoteOutcome outcome(int status, String retryAfter, URI uri) {
        Headers headers = retryAfter == null ? Headers.none() : Headers.of("retry-after", retryAfter);
        return new RemoteOutcome.Response(status, headers, new byte[0], uri);
    }

    /** Waits for it, at most 30 s, turning the clock forward by {@code step} now and then. */
    void eventually(Duration step, BooleanSupplier condition, Worker... workers) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within 30 s; queue: " + waiting() + " " + peers());
            }
            clock.forward(step);
            for (Worker worker : workers) {
                worker.wake();
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    long waiting() {
        return db.await(new HibernatePeerStatuses(db.database(), clock).totals())
                .waiting();
    }

    List<PeerStatus> peers() {
        return db.await(new HibernatePeerStatuses(db.database(), clock).page(java.util.Optional.empty(), 500));
    }

    PeerStatus peer(FakePeer peer) {
        return db.await(new HibernatePeerStatuses(db.database(), clock).find(peer.host()))
                .orElseThrow();
    }

    @Override
    public void close() {
        timers.close();
        http.close();
    }

    /** The queue as a process sees it that may die at any point. */
    private final class Dying implements DeliveryQueue {
        private final AtomicBoolean killed;

        Dying(AtomicBoolean killed) {
            this.killed = killed;
        }

        /** A dead process leaves nothing under way in the database, and the next test shares it. */
        private <T> Uni<T> counted(Uni<T> work) {
            return Uni.createFrom().deferred(() -> {
                underWay.incrementAndGet();
                return work.onTermination().invoke(() -> underWay.decrementAndGet());
            });
        }

        private <T> Uni<T> alive(Uni<T> work) {
            return Uni.createFrom()
                    .deferred(() -> killed.get() ? Uni.createFrom().nothing() : work);
        }

        @Override
        public Uni<List<Claim>> claim(
                String worker, Collection<String> busy, int proven, int others, Instant now, Instant until) {
            return alive(counted(queue.claim(worker, busy, proven, others, now, until))
                    .chain(claims -> alive(Uni.createFrom().item(claims))));
        }

        @Override
        public Uni<Void> record(Collection<Settled> settled, Collection<Release> released, Instant now) {
            return alive(entries(settled)
                    .chain(before -> counted(queue.record(settled, released, now))
                            .chain(() -> entries(settled))
                            .invoke(after -> remember(before, after))
                            .replaceWithVoid()));
        }

        /** The inboxes and bodies that are left of entries. */
        private Uni<Map<String, Remaining>> entries(Collection<Settled> settled) {
            return db.database()
                    .inTransaction(session -> social.godwit.store.Database.query(
                            session,
                            "select host, number, hash, inboxes from delivery_entry where host = any($1::text[])",
                            (Object) settled.stream()
                                    .map(Settled::host)
                                    .distinct()
                                    .toArray(String[]::new)))
                    .map(rows -> {
                        Map<String, Remaining> found = new HashMap<>();
                        rows.forEach(row -> found.put(
                                row.getString("host") + ' ' + row.getLong("number"),
                                new Remaining(row.getString("hash"), List.of(row.getArrayOfStrings("inboxes")))));
                        return found;
                    });
        }

        /** What a worker without its claim says is not recorded: only what is gone from the queue counts. */
        private void remember(Map<String, Remaining> before, Map<String, Remaining> after) {
            synchronized (recorded) {
                before.forEach((place, was) -> was.inboxes().stream()
                        .filter(inbox -> !after.containsKey(place)
                                || !after.get(place).inboxes().contains(inbox))
                        .forEach(inbox -> recorded.computeIfAbsent(inbox, any -> new java.util.HashSet<>())
                                .add(was.hash())));
            }
        }

        @Override
        public Uni<Void> prolong(String worker, Collection<String> hosts, Instant until) {
            return alive(counted(queue.prolong(worker, hosts, until)));
        }

        @Override
        public Uni<List<PositionNotes.Document>> end(Instant now) {
            return alive(queue.end(now));
        }

        @Override
        public Uni<Integer> sweep(Instant now, Duration patience) {
            return alive(queue.sweep(now, patience));
        }
    }

    private record Remaining(String hash, List<String> inboxes) {}

    /** The system's time, turned forward. */
    static final class ShiftingClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        synchronized void forward(Duration step) {
            ahead = ahead.plus(step);
        }
    }
}
