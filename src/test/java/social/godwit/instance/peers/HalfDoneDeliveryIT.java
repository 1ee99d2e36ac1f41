package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;
import static social.godwit.instance.peers.Eventually.within;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A home is killed half way through a delivery: another gateway goes on where it left off, and the home does when it is back. */
class HalfDoneDeliveryIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    private static final int FOLLOWERS = 40;

    /** How long before a crash an answer may not have been told to the other gateways: gathering, signing, pushing. */
    private static final Duration UNTOLD = Duration.ofSeconds(8);

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static PortablePeers peers;

    @BeforeAll
    static void start() throws IOException {
        home = GodwitProcess.start(NETWORK, "delivers");
        second = GodwitProcess.start(NETWORK, "goes-on");
        peers = new PortablePeers(NETWORK, "portable", FOLLOWERS, FOLLOWERS / 2);
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {home, second, peers}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    private static Set<String> inboxes(List<PortablePeers.Arrival> arrivals) {
        return arrivals.stream().map(PortablePeers.Arrival::inbox).collect(Collectors.toSet());
    }

    @Test
    void everyInboxGetsThePostAndThosePositionsCoverGetItOnce() {
        var alice = home.account("alice");
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        assertThat(peers.follow(home.host(), alice.actor())).containsOnly(202);
        for (GodwitProcess each : List.of(home, second)) {
            within(
                    Duration.ofMinutes(2),
                    () -> assertThat(each.count(
                                    "select count(*) from follower where account = ? and accepted", alice.did()))
                            .isEqualTo(FOLLOWERS));
        }

        var post = alice.post("Half way");
        within(
                Duration.ofMinutes(2),
                () -> assertThat(peers.arrivals(post.activity()))
                        .hasSize(FOLLOWERS / 2)
                        .allMatch(arrival -> arrival.at().isBefore(Instant.now().minus(UNTOLD))));
        home.kill9();
        Set<String> told = inboxes(peers.arrivals(post.activity()));
        peers.goOn();
        within(
                Duration.ofMinutes(4),
                () -> assertThat(inboxes(peers.arrivals(post.activity()))).containsAll(peers.inboxes()));
        eventually(() -> assertThat(second.count("select count(*) from delivery_entry where account = ?", alice.did()))
                .isZero());
        var before = peers.arrivals(post.activity());
        home.up();
        within(
                Duration.ofMinutes(4),
                () -> assertThat(home.count("select count(*) from delivery_entry where account = ?", alice.did()))
                        .isZero());

        var all = peers.arrivals(post.activity());
        assertThat(all.subList(before.size(), all.size()))
                .as("the home does not do again what was done for it")
                .isEmpty();
        assertThat(all.stream().map(PortablePeers.Arrival::body).distinct())
                .as("whoever sends it, the same bytes")
                .hasSize(1);
        assertThat(all.stream().collect(Collectors.groupingBy(PortablePeers.Arrival::inbox, Collectors.counting())))
                .allSatisfy((inbox, times) -> {
                    if (told.contains(inbox)) {
                        assertThat(times).as("covered by the home's positions").isEqualTo(1);
                    } else {
                        assertThat(times).isBetween(1L, 2L);
                    }
                });
    }
}
