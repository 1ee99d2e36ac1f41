package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An account with two gateways, and a follower at a third instance; the first gateway dies and comes back. */
class SecondGatewayIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static GodwitProcess elsewhere;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
        elsewhere = GodwitProcess.start(NETWORK, "elsewhere");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second, elsewhere}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    @DisplayName(
            "reads and posts go on at the second gateway while the home is dead, and nothing is lost when it is back")
    void outlivesItsHome() {
        var alice = home.account("alice");
        var bob = elsewhere.account("bob");
        bob.follow(alice.handle());
        eventually(() ->
                assertThat(GodwitOwner.names(alice.followers(), bob.actor())).isTrue());
        var before = alice.post("Before there were two");

        JsonNode added = alice.run("account", "gateways", "add", second.origin());
        assertThat(added.path("state").asText()).isEqualTo("complete");
        assertThat(shows(alice, second, before.id())).isTrue();
        // Adding it once more finds everything done.
        assertThat(alice.run("account", "gateways", "add", second.origin()))
                .isEqualTo(alice.run("account", "gateways", "add", second.origin()));

        var both = alice.post("While both are alive");
        eventually(() -> assertThat(shows(alice, second, both.id())).isTrue());
        eventually(() -> assertThat(GodwitOwner.names(at(alice, second, "followers"), bob.actor()))
                .isTrue());

        home.kill9();
        var without = alice.post("Home is dead");
        assertThat(GodwitOwner.names(alice.timeline(), without.id())).isTrue();
        eventually(() -> assertThat(GodwitOwner.names(bob.timeline(), without.id()))
                .describedAs("a portable follower hears of it from the second gateway")
                .isTrue());

        home.up();
        eventually(() -> assertThat(shows(alice, home, without.id())).isTrue());
        eventually(() -> {
            JsonNode gateways = alice.run("account", "gateways", "list").path("gateways");
            assertThat(gateways.path(0).path("state").asText()).isEqualTo("complete");
            assertThat(gateways.path(1).path("state").asText()).isEqualTo("complete");
            assertThat(gateways.path(0).path("documents").asInt())
                    .isEqualTo(gateways.path(1).path("documents").asInt());
        });
        assertThat(GodwitOwner.count(bob.all("timeline"), without.id()))
                .describedAs("the home delivers what it missed, too: twice is once")
                .isEqualTo(1);

        assertThatThrownBy(() -> alice.run("account", "gateways", "remove", home.origin()))
                .hasMessageContaining("moving");
        alice.run("account", "gateways", "remove", second.origin());
        assertThatThrownBy(() -> alice.run("post", "To a gateway that was left", "--gateway", second.origin()))
                .hasMessageContaining("takes no more");
        assertThat(shows(alice, second, without.id()))
                .describedAs("it goes on serving what it has")
                .isTrue();
    }

    private static boolean shows(GodwitOwner owner, GodwitProcess gateway, String post) {
        return GodwitOwner.names(at(owner, gateway, "timeline"), post);
    }

    private static List<JsonNode> at(GodwitOwner owner, GodwitProcess gateway, String view) {
        return GodwitOwner.items(owner.run(view, "--gateway", gateway.origin()));
    }
}
