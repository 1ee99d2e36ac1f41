package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.delivery.FakePeer.Answer;
import social.godwit.store.testing.TestDatabase;

@Timeout(60)
class LanesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    @Test
    void deliversInOrderAndForgetsWhatIsDone() {
        try (var bench = new DeliveryBench(DB, 1);
                var peer = new FakePeer((path, body, attempt) -> Answer.of(202))) {
            var worker = bench.worker();
            for (int i = 0; i < 100; i++) {
                bench.post(DeliveryBench.ALICE, "post-" + i, List.of(peer.inbox("/inbox")));
            }
            worker.wake();
            bench.eventually(Duration.ZERO, () -> bench.waiting() == 0, worker);
            assertThat(texts(peer.taken())).isEqualTo(names("post-", 100));
            assertThat(bench.peer(peer))
                    .matches(one -> one.position() == 100 && one.newest() == 100)
                    .matches(one ->
                            one.lastSuccess().isPresent() && one.nextAttempt().isEmpty());
            worker.kill();
        }
    }

    @Test
    void sendsToSeveralInboxesOfAHostSideBySideAndToEachOnce() {
        try (var bench = new DeliveryBench(DB, 2);
                var peer = new FakePeer((path, body, attempt) -> Answer.of(202))) {
            List<String> inboxes = IntStream.range(0, 70)
                    .mapToObj(i -> peer.inbox("/users/" + i + "/inbox"))
                    .toList();
            bench.post(DeliveryBench.ALICE, "to-many", inboxes);
            var worker = bench.worker();
            bench.eventually(Duration.ZERO, () -> bench.waiting() == 0, worker);
            assertThat(peer.arrivals()).hasSize(70);
            assertThat(new LinkedHashSet<>(peer.arrivals())).hasSize(70);
            worker.kill();
        }
    }

    @Test
    void aDeadHostDelaysNobodyAndGetsEverythingOnceItIsBack() {
        var up = new AtomicBoolean();
        try (var bench = new DeliveryBench(DB, 3);
                var dead = new FakePeer((path, body, attempt) -> Answer.of(up.get() ? 202 : 502));
                var good = new FakePeer((path, body, attempt) -> Answer.of(202))) {
            var worker = bench.worker();
            for (int i = 0; i < 20; i++) {
                bench.post(DeliveryBench.ALICE, "post-" + i, List.of(dead.inbox("/inbox"), good.inbox("/inbox")));
            }
            worker.wake();
            bench.eventually(Duration.ZERO, () -> good.taken().size() == 20, worker);
            bench.eventually(Duration.ofMinutes(1), () -> bench.peer(dead).failures() >= Backoff.OPENS_AT, worker);
            int tries = dead.arrivals().size();
            assertThat(tries).as("one request for each attempt").isLessThanOrEqualTo(12);
            assertThat(bench.peer(dead).failingSince()).isPresent();
            assertThat(bench.peer(dead).lastProblem()).contains("answered 502");
            up.set(true);
            bench.eventually(Duration.ofHours(1), () -> bench.waiting() == 0, worker);
            assertThat(texts(dead.taken())).isEqualTo(names("post-", 20));
            assertThat(bench.peer(dead).failures()).isZero();
            assertThat(bench.violations).isEmpty();
            worker.kill();
        }
    }

    @Test
    void whatIsGoneOrRefusedIsNotTriedAgainAndTheReasonIsKept() {
        try (var bench = new DeliveryBench(DB, 4);
                var peer = new FakePeer((path, body, attempt) -> Answer.of(
                        switch (path) {
                            case "/gone" -> 410;
                            case "/unknown" -> 404;
                            case "/blocked" -> 403;
                            default -> 202;
                        }))) {
            bench.post(
                    DeliveryBench.ALICE,
                    "post",
                    List.of(peer.inbox("/gone"), peer.inbox("/unknown"), peer.inbox("/blocked"), peer.inbox("/here")));
            var worker = bench.worker();
            bench.eventually(Duration.ofHours(1), () -> bench.waiting() == 0, worker);
            assertThat(peer.arrivals()).hasSize(4);
            assertThat(bench.peer(peer).refused()).isEqualTo(3);
            assertThat(bench.peer(peer).lastRefusal().orElseThrow()).startsWith("answered 4");
            worker.kill();
        }
    }

    @Test
    void waitsAsLongAsABusyHostSays() {
        var busy = new AtomicBoolean(true);
        try (var bench = new DeliveryBench(DB, 5);
                var peer = new FakePeer((path, body, attempt) ->
                        busy.get() ? new Answer(429, Map.of("retry-after", "3600"), 0) : Answer.of(202))) {
            bench.post(DeliveryBench.ALICE, "one", List.of(peer.inbox("/inbox")));
            bench.post(DeliveryBench.ALICE, "two", List.of(peer.inbox("/inbox")));
            var worker = bench.worker();
            bench.eventually(Duration.ZERO, () -> bench.peer(peer).lastProblem().isPresent(), worker);
            busy.set(false);
            assertThat(bench.peer(peer).nextAttempt().orElseThrow())
                    .isAfter(bench.clock.instant().plusSeconds(3_500));
            assertThat(bench.peer(peer).failures()).as("it works").isZero();
            bench.clock.forward(Duration.ofMinutes(55));
            worker.wake();
            assertThat(peer.arrivals()).hasSize(1);
            bench.eventually(Duration.ofMinutes(1), () -> bench.waiting() == 0, worker);
            assertThat(texts(peer.taken())).containsExactly("one", "two");
            worker.kill();
        }
    }

    @Test
    void anActorThatIsTooYoungForAHostWaitsWhileOthersGoOn() {
        try (var bench = new DeliveryBench(DB, 6);
                var peer = new FakePeer(
                        (path, body, attempt) -> Answer.of(body.contains("young-0") && attempt < 4 ? 401 : 202))) {
            for (int i = 0; i < 3; i++) {
                bench.post(DeliveryBench.ALICE, "young-" + i, List.of(peer.inbox("/inbox")));
                bench.post(DeliveryBench.BOB, "old-" + i, List.of(peer.inbox("/inbox")));
            }
            var worker = bench.worker();
            bench.eventually(Duration.ZERO, () -> peer.taken().size() == 3, worker);
            assertThat(texts(peer.taken())).containsExactly("old-0", "old-1", "old-2");
            bench.eventually(Duration.ofMinutes(1), () -> bench.waiting() == 0, worker);
            assertThat(texts(peer.taken())).containsExactly("old-0", "old-1", "old-2", "young-0", "young-1", "young-2");
            worker.kill();
        }
    }

    @Test
    void anActivityThatAWorkingHostNeverTakesIsGivenUpAndTheNextGoesOn() {
        try (var bench = new DeliveryBench(DB, 7);
                var peer = new FakePeer((path, body, attempt) -> Answer.of(body.contains("poison") ? 500 : 202))) {
            bench.post(DeliveryBench.ALICE, "poison", List.of(peer.inbox("/inbox")));
            bench.post(DeliveryBench.ALICE, "next", List.of(peer.inbox("/inbox")));
            var worker = bench.worker();
            bench.eventually(Duration.ofHours(2), () -> bench.waiting() == 0, worker);
            assertThat(texts(peer.taken())).containsExactly("next");
            assertThat(bench.peer(peer).lastRefusal().orElseThrow()).startsWith("given up after 12 attempts");
            worker.kill();
        }
    }

    @Test
    void hundredsOfDeadHostsLeaveRoomForThoseThatAnswer() {
        try (var bench = new DeliveryBench(DB, 8);
                var good = new FakePeer((path, body, attempt) -> Answer.of(202))) {
            var limits = new LaneLimits(4, 4, 2, Duration.ofSeconds(60), Duration.ofMillis(5));
            bench.post(DeliveryBench.ALICE, "first", List.of(good.inbox("/inbox")));
            var worker = bench.new Worker(limits, Integer.MAX_VALUE);
            bench.eventually(Duration.ZERO, () -> good.taken().size() == 1, worker);
            // Port 1 of loopback refuses; the names differ by their path of dots only.
            List<String> inboxes = new ArrayList<>(IntStream.range(2, 300)
                    .mapToObj(port -> "http://127.0.0.1:" + port + "/inbox")
                    .toList());
            inboxes.add(good.inbox("/inbox"));
            bench.post(DeliveryBench.ALICE, "second", inboxes);
            worker.wake();
            bench.eventually(Duration.ZERO, () -> good.taken().size() == 2, worker);
            worker.kill();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void nothingIsLostReorderedOrSentAgainWhereverTheWorkerDies(long seed) {
        var random = new Random(seed);
        var up = new AtomicBoolean();
        try (var bench = new DeliveryBench(DB, seed);
                var good = new FakePeer((path, body, attempt) -> Answer.of(202));
                var slow = new FakePeer((path, body, attempt) -> new Answer(202, Map.of(), 15));
                var flapping = new FakePeer((path, body, attempt) -> Answer.of(flap(random)));
                var dead = new FakePeer((path, body, attempt) -> Answer.of(up.get() ? 200 : 0));
                var young = new FakePeer((path, body, attempt) -> Answer.of(attempt < 2 ? 401 : 202))) {
            List<FakePeer> peers = List.of(good, slow, flapping, dead, young);
            Map<FakePeer, List<String>> expected = new HashMap<>();
            int posts = 40;
            for (int i = 0; i < posts; i++) {
                List<String> inboxes = new ArrayList<>();
                for (FakePeer peer : peers) {
                    if (random.nextInt(4) > 0) {
                        inboxes.add(peer.inbox("/inbox"));
                        inboxes.add(peer.inbox("/users/x/inbox"));
                        expected.computeIfAbsent(peer, any -> new ArrayList<>()).add("post-" + i);
                    }
                }
                bench.post(DeliveryBench.ALICE, "post-" + i, inboxes);
            }
            for (int life = 0; life < 6; life++) {
                var worker = bench.worker(random.nextInt(60));
                bench.eventually(Duration.ofSeconds(20), () -> worker.isDead() || bench.waiting() == 0, worker);
                worker.kill();
                bench.eventually(Duration.ZERO, () -> peers.stream().allMatch(FakePeer::isIdle));
                bench.clock.forward(Duration.ofMinutes(2));
            }
            up.set(true);
            var last = bench.worker();
            bench.eventually(Duration.ofMinutes(10), () -> bench.waiting() == 0, last);
            last.kill();
            for (FakePeer peer : peers) {
                for (String path : List.of("/inbox", "/users/x/inbox")) {
                    List<String> taken = peer.arrivals().stream()
                            .filter(one -> one.path().equals(path) && one.status() / 100 == 2)
                            .map(FakePeer.Arrival::body)
                            .toList();
                    assertThat(texts(new ArrayList<>(new LinkedHashSet<>(taken))))
                            .isEqualTo(expected.get(peer));
                }
                assertThat(bench.peer(peer)).matches(one -> one.position() == one.newest());
            }
            assertThat(bench.violations).isEmpty();
        }
    }

    private static int flap(Random random) {
        synchronized (random) {
            return switch (random.nextInt(6)) {
                case 0 -> 503;
                case 1 -> 0;
                default -> 202;
            };
        }
    }

    @Test
    void thirtyDaysDeadIsTheEnd() {
        try (var bench = new DeliveryBench(DB, 9);
                var dead = new FakePeer((path, body, attempt) -> Answer.of(502))) {
            bench.post(DeliveryBench.ALICE, "old", List.of(dead.inbox("/inbox")));
            var worker = bench.worker();
            bench.eventually(Duration.ofSeconds(1), () -> bench.peer(dead).failures() > 0, worker);
            bench.clock.forward(Duration.ofDays(29));
            DB.await(bench.queue.sweep(bench.clock.instant(), DeliveryQueue.PATIENCE));
            assertThat(bench.waiting()).isEqualTo(1);
            assertThat(DB.await(bench.queue.end(bench.clock.instant()))).isEmpty();
            bench.clock.forward(Duration.ofDays(2));
            DB.await(bench.queue.sweep(bench.clock.instant(), DeliveryQueue.PATIENCE));
            assertThat(bench.waiting()).isZero();
            worker.kill();
            assertThat(bench.peers()).isEmpty();
            assertThat(DB.await(bench.queue.end(bench.clock.instant())))
                    .as("bodies that nothing waits for any more")
                    .singleElement()
                    .matches(ended -> ended.account().equals(DeliveryBench.ALICE.toString()));
            assertThat(DB.execute("delete from delivery_activity"))
                    .as("bodies left")
                    .isZero();
        }
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static List<String> texts(List<String> bodies) {
        return bodies.stream()
                .map(body -> body.replaceAll(".*\"content\":\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
