package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * The instance, or its PostgreSQL, is killed (SIGKILL) in the middle of its work, at a moment drawn from a seed: what was
 * answered with 2xx is not lost, nothing is applied twice, nothing is sent again whose answer was recorded.
 *
 * <p>{@code -Dpeers.seed=N} repeats a run.
 */
class KilledInstanceIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    private static final int ACTIVITIES = 60;
    private static final int POSTS = 12;
    private static final int SENDERS = 4;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private GodwitProcess godwit;
    private PlainPeer peer;

    private enum Victim {
        APPLICATION,
        DATABASE
    }

    @BeforeEach
    void start() {
        peer = PlainPeer.start(NETWORK, "plain");
        godwit = GodwitProcess.start(NETWORK, "godwit");
    }

    @AfterEach
    void stop() {
        godwit.close();
        peer.close();
    }

    @RepeatedTest(2)
    void whatTheInboxAcceptedIsAppliedExactlyOnce(RepetitionInfo repetition) throws Exception {
        long seed = seed();
        var random = new Random(seed);
        Victim victim = Victim.values()[repetition.getCurrentRepetition() % 2];
        int moment = 1 + random.nextInt(ACTIVITIES - 1);
        String description = "seed " + seed + ": " + victim + " killed after " + moment + " answers";
        System.out.println(description);
        GodwitOwner alice = godwit.account("alice");
        String inbox = inboxOf(alice);
        List<JsonNode> activities = IntStream.range(0, ACTIVITIES)
                .<JsonNode>mapToObj(n -> peer.createNote("n" + n, "<p>Note " + n + "</p>", alice.actor()))
                .toList();

        var answered = new AtomicInteger();
        var killed = new CountDownLatch(1);
        Thread killer = Thread.ofPlatform().start(() -> {
            await(killed);
            kill(victim);
            godwit.up();
        });
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        for (JsonNode activity : activities) {
            senders.execute(() -> {
                deliverUntilTaken(inbox, activity);
                if (answered.incrementAndGet() == moment) {
                    killed.countDown();
                }
            });
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(3, TimeUnit.MINUTES))
                .as(description)
                .isTrue();
        killer.join();

        // A sender that never heard the answer sends again; so do these.
        for (JsonNode activity : activities.subList(0, ACTIVITIES / 4)) {
            assertThat(peer.deliver(godwit.host(), inbox, activity))
                    .as(description)
                    .isBetween(200, 299);
        }
        eventually(() -> {
            List<JsonNode> told = alice.all("notifications");
            for (JsonNode activity : activities) {
                String note = activity.path("object").path("id").asText();
                assertThat(GodwitOwner.count(told, note))
                        .as("%s: times that %s was told", description, note)
                        .isEqualTo(1);
            }
        });
    }

    @RepeatedTest(2)
    void whatWasDeliveredIsNotSentAgainAndTheRestGoesOnInOrder(RepetitionInfo repetition) throws Exception {
        long seed = seed();
        var random = new Random(seed);
        Victim victim = Victim.values()[repetition.getCurrentRepetition() % 2];
        int moment = 1 + random.nextInt(POSTS - 1);
        String description = "seed " + seed + ": " + victim + " killed at arrival " + moment;
        System.out.println(description);
        GodwitOwner alice = godwit.account("alice");
        var follow = peer.activity("Follow", "follow").put("object", alice.actor());
        assertThat(peer.deliver(godwit.host(), inboxOf(alice), follow)).isBetween(200, 299);
        eventually(() ->
                assertThat(peer.arrivals()).anyMatch(arrival -> arrival.type().equals("Accept")));

        peer.answer(arrival -> 503);
        List<String> posts = new ArrayList<>();
        for (int n = 0; n < POSTS; n++) {
            posts.add(alice.post("Post " + n).activity());
        }
        var first = new AtomicInteger();
        var reached = new CountDownLatch(1);
        peer.answer(arrival -> {
            if (first.incrementAndGet() == moment) {
                reached.countDown();
            }
            return 202;
        });
        await(reached);
        kill(victim);
        int before = taken(posts).size();
        godwit.up();
        eventually(() ->
                assertThat(new LinkedHashSet<>(taken(posts))).as(description).containsExactlyElementsOf(posts));
        List<String> all = taken(posts);
        Set<String> twice = posts.stream()
                .filter(post -> all.stream().filter(post::equals).count() > 1)
                .collect(Collectors.toSet());
        // Outcomes are recorded in groups: what was answered just before the kill may not have been recorded. That is
        // the end of what was taken, never something before what was recorded.
        List<String> again = posts.stream().filter(twice::contains).toList();
        int end = again.isEmpty() ? before : posts.indexOf(again.getLast()) + 1;
        assertThat(end)
                .as("%s: what came again ends where the kill was, %s of %s were there", description, before, all)
                .isGreaterThanOrEqualTo(before);
        assertThat(again).as(description).isEqualTo(posts.subList(end - again.size(), end));
    }

    private List<String> taken(List<String> posts) {
        return peer.arrivals().stream()
                .filter(arrival -> arrival.status() / 100 == 2)
                .map(PlainPeer.Arrival::id)
                .filter(posts::contains)
                .toList();
    }

    private void deliverUntilTaken(String inbox, JsonNode activity) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (System.nanoTime() < deadline) {
            if (peer.deliver(godwit.host(), inbox, activity) / 100 == 2) {
                return;
            }
            LockSupport.parkNanos(RETRY_NANOS); // as any sender waits before it tries again
        }
        throw new AssertionError("never taken: " + activity.path("id"));
    }

    private void kill(Victim victim) {
        if (victim == Victim.DATABASE) {
            godwit.kill9Postgres();
        }
        godwit.kill9();
    }

    private String inboxOf(GodwitOwner owner) {
        return owner.actor().substring(godwit.origin().length()) + "/inbox";
    }

    private static long seed() {
        return Long.getLong("peers.seed", System.nanoTime());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(2, TimeUnit.MINUTES)) {
                throw new AssertionError("the moment never came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
