package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;
import static social.godwit.instance.peers.Eventually.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One account on three instances: each may die, be cut off and come back; what all hold in the end is the same. */
class ThreeGodwitsIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static GodwitProcess third;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "first");
        second = GodwitProcess.start(NETWORK, "second");
        third = GodwitProcess.start(NETWORK, "third");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second, third}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    void anAccountOutlivesTwoOfItsThreeInstances() {
        var alice = home.account("alice");
        var early = alice.post("Before there was a second gateway");
        var hidden = alice.post("For followers", "--visibility", "followers");
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        alice.run("account", "gateways", "add", third.origin(), "--wait", "120");
        allAlike(alice, 5);

        var edited = alice.post("Will be edited");
        alice.edit(edited.id(), "Was edited");
        alice.delete(early.id());
        allAlike(alice, 8);

        third.freeze();
        alice.post("While the third was cut off");
        alike(alice, home, second);
        home.kill9();
        var while2 = alice.post("While the home was dead and the third cut off");
        third.thaw();
        alike(alice, second, third);
        second.kill9();
        var while1 = alice.post("While only the third was there");
        home.up();
        alike(alice, third, home);
        second.up();
        allAlike(alice, 11);
        // A peer that failed is left alone for five minutes at most; only then home's own position has to be right.
        within(
                Duration.ofMinutes(6),
                () -> assertThat(home.metrics())
                        .contains("godwit_replication_lag{")
                        .containsPattern("godwit_replication_lag\\{[^}]*peer=\"" + third.origin() + "\"[^}]*} 0\\.0")
                        .containsPattern("godwit_replication_reconciled_age_seconds\\{[^}]*} [0-9.]+"));
        assertThat(alice.thread(while1.id()).toString()).contains("only the third");
        assertThat(alice.thread(while2.id()).toString()).contains("the home was dead");
        assertThat(alice.thread(hidden.id()).toString()).contains("For followers");
    }

    private static void allAlike(GodwitOwner owner, int leastDocuments) {
        alike(owner, home, second);
        alike(owner, home, third);
        assertThat(home.repository(owner.did())).hasSizeGreaterThanOrEqualTo(leastDocuments);
    }

    private static void alike(GodwitOwner owner, GodwitProcess one, GodwitProcess other) {
        eventually(() -> {
            List<String> here = one.repository(owner.did());
            assertThat(here).isNotEmpty();
            assertThat(other.repository(owner.did())).isEqualTo(here);
        });
    }
}
