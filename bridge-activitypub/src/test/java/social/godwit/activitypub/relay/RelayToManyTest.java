package social.godwit.activitypub.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.PreparedRequest;
import social.godwit.store.Timers;
import social.godwit.store.testing.TestDatabase;

/**
 * A Move to 500 inboxes, as 10,000 followers make them, each of a server of its own. 100 servers are dead: half of them refuse connections,
 * half take them and never say a word.
 */
@DisplayName("a Move for 500 servers, 100 of them dead")
class RelayToManyTest {
    private static final int SERVERS = 500;
    private static final int DEAD = 100;
    private static final String ACTIVITY = "https://new.example/activities/move";
    private static final byte[] BODY =
            ("{\"id\":\"" + ACTIVITY + "\",\"type\":\"Move\"}").getBytes(StandardCharsets.UTF_8);
    private static final Random SEEDED = new Random(10_000);
    private static final RsaKeyPair KEY = RsaKeyPair.generate(RelayToManyTest::random);

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final Did alice = SigningKey.generate(RelayToManyTest::random).did();
    private final HibernateRelay requests = new HibernateRelay(DB.database());
    private final Semaphore woken = new Semaphore(0);
    private volatile Instant now = Instant.parse("2026-11-26T03:00:00Z");
    private Web web = new Web();
    private Supplier<Uni<Void>> look = worker(web);

    @AfterEach
    void clear() {
        DB.execute("delete from relay_request");
        DB.execute("delete from delivery_peer");
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    }

    /** The servers: what reaches them, and how much at once. */
    private final class Web implements GuardedClient {
        final Map<String, Integer> received = new HashMap<>();
        final Set<String> open = new HashSet<>();
        final List<UniEmitter<? super RemoteOutcome>> silent = new ArrayList<>();
        int most;
        int answersUntilKilled = Integer.MAX_VALUE;
        boolean allAlive;
        boolean overlapped;

        synchronized int waiting() {
            return silent.size();
        }

        @Override
        public Uni<RemoteOutcome> send(RemoteRequest request) {
            return Uni.createFrom().<RemoteOutcome>emitter(emitter -> {
                RemoteOutcome outcome = arrive(request.uri(), emitter);
                if (outcome != null) CompletableFuture.runAsync(() -> answer(request.uri(), outcome, emitter));
            });
        }

        private synchronized @Nullable RemoteOutcome arrive(URI inbox, UniEmitter<? super RemoteOutcome> emitter) {
            overlapped |= !open.add(inbox.getHost());
            most = Math.max(most, open.size());
            int number = Integer.parseInt(inbox.getHost().replaceAll("[^0-9]", ""));
            if (!allAlive && number < DEAD / 2) return new RemoteOutcome.Failed("connection refused");
            if (!allAlive && number < DEAD) {
                silent.add(emitter);
                return null;
            }
            received.merge(inbox.toString(), 1, Integer::sum);
            return new RemoteOutcome.Response(202, Headers.none(), new byte[0], inbox);
        }

        private void answer(URI inbox, RemoteOutcome outcome, UniEmitter<? super RemoteOutcome> emitter) {
            synchronized (this) {
                // A killed process hears no answer.
                if (outcome instanceof RemoteOutcome.Response && answersUntilKilled-- <= 0) return;
                open.remove(inbox.getHost());
            }
            emitter.complete(outcome);
        }

        /** The deadline of the client has passed. */
        void timeOut() {
            List<UniEmitter<? super RemoteOutcome>> all;
            synchronized (this) {
                all = List.copyOf(silent);
                silent.clear();
                open.removeIf(host -> Integer.parseInt(host.replaceAll("[^0-9]", "")) < DEAD);
            }
            all.forEach(emitter -> emitter.complete(new RemoteOutcome.Timeout("answer")));
        }
    }

    /** The work that a new process looks for; the test says when. */
    private Supplier<Uni<Void>> worker(Web servers) {
        List<Supplier<Uni<Void>>> series = new ArrayList<>();
        new RelayWorker(requests, servers, () -> now).start(new Timers() {
            @Override
            public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
                series.add(work);
                return new Timer() {
                    @Override
                    public void wake() {
                        woken.release();
                    }

                    @Override
                    public void cancel() {}
                };
            }

            @Override
            public Uni<Void> after(Duration delay) {
                throw new UnsupportedOperationException();
            }
        });
        return series.getFirst();
    }

    private void lookUntil(BooleanSupplier enough) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!enough.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            DB.await(look.get());
            woken.tryAcquire(20, TimeUnit.MILLISECONDS);
            woken.drainPermits();
        }
    }

    private Relayed relayed() {
        return DB.await(requests.of(alice, ACTIVITY));
    }

    private long in(Relayed.State state) {
        return relayed().counts().getOrDefault(state, 0L);
    }

    private boolean triedAtLeast(int times) {
        return relayed().open().stream().allMatch(inbox -> inbox.attempts() >= times);
    }

    private void hand(List<Integer> servers) {
        List<PreparedRequest> signed = servers.stream()
                .map(number -> PreparedRequest.sign(
                        URI.create("https://peer" + number + ".example/inbox"),
                        BODY,
                        "https://old.example/actor#key",
                        KEY,
                        now))
                .toList();
        DB.await(requests.add(alice, ACTIVITY, BODY, "", signed, now.plus(Relay.YOUNG), now));
    }

    @Test
    @DisplayName(
            "all that live get it once though the process is killed in the middle; the dead are tried again, named, and told later")
    void toMany() throws InterruptedException {
        hand(IntStream.range(0, SERVERS).boxed().toList());
        web.answersUntilKilled = 150;
        lookUntil(() -> in(Relayed.State.TAKEN) == 150);
        Web before = web;

        // Another process; what the first had taken in hand becomes free when its lease has ended.
        web = new Web();
        look = worker(web);
        now = now.plus(Duration.ofMinutes(3).plusSeconds(1));
        lookUntil(() -> in(Relayed.State.TAKEN) == SERVERS - DEAD && web.waiting() == DEAD / 2);
        assertThat(List.of(before.most, web.most)).allMatch(atOnce -> atOnce <= 256);
        assertThat(before.received.keySet()).hasSizeLessThan(SERVERS - DEAD);
        // Twice at most, and only where the answer to the first was lost in the crash.
        Map<String, Integer> all = new HashMap<>(before.received);
        web.received.forEach((inbox, times) -> all.merge(inbox, times, Integer::sum));
        assertThat(all).hasSize(SERVERS - DEAD);
        assertThat(web.received.values()).allMatch(times -> times == 1);
        assertThat(all.values().stream().filter(times -> times == 2).count()).isEqualTo(before.received.size() - 150);

        // The dead: again and again, ever more seldom, until the signatures are too old.
        web.timeOut();
        lookUntil(() -> triedAtLeast(1));
        for (int times = 2; times <= 5; times++) {
            int least = times;
            now = now.plus(Duration.ofMinutes(11));
            lookUntil(() -> web.waiting() == DEAD / 2);
            web.timeOut();
            lookUntil(() -> triedAtLeast(least));
        }
        assertThat(relayed().open())
                .hasSize(DEAD)
                .allSatisfy(inbox -> assertThat(inbox.attempts()).isBetween(5, 6));
        now = now.plus(Duration.ofMinutes(4));
        DB.await(requests.sweep(now));
        assertThat(in(Relayed.State.EXPIRED)).isEqualTo(DEAD);
        assertThat(relayed().open())
                .allSatisfy(inbox -> assertThat(inbox.problem()).isNotEmpty());

        // They are back, and the owner signs anew, for all: only the dead get it.
        web.received.clear();
        web.allAlive = true;
        hand(IntStream.range(0, SERVERS).boxed().toList());
        lookUntil(() -> in(Relayed.State.TAKEN) == SERVERS);
        assertThat(web.received).hasSize(DEAD);
        assertThat(web.overlapped || before.overlapped)
                .as("two requests to one server at once")
                .isFalse();
    }

    @Test
    @DisplayName("a server that does not take what goes before the Move counts as tried, so that nobody waits for it")
    void goesBefore() {
        PreparedRequest signed = PreparedRequest.sign(
                URI.create("https://away.example/inbox"), BODY, "https://old.example/actor#key", KEY, now);
        DB.await(requests.add(
                alice, ACTIVITY, BODY, ACTIVITY + "/introduction", List.of(signed), now.plus(Relay.YOUNG), now));
        assertThat(relayed().open())
                .singleElement()
                .satisfies(inbox -> assertThat(inbox.attempts()).isZero());
        DB.execute(
                "insert into delivery_peer (host, newest, position, failures, last_problem, seen) values"
                        + " ('away.example', 1, 0, 1, 'connection refused', $1)",
                now);
        assertThat(relayed().open()).singleElement().satisfies(inbox -> {
            assertThat(inbox.attempts()).isEqualTo(1);
            assertThat(inbox.problem()).isEqualTo("connection refused");
        });
    }
}
