package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An account leaves a home that was killed, and its followers on a server that has never heard of Godwit come along. */
class DeadHomeIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static SnacPeer snac;
    private static GodwitProcess home;
    private static GodwitProcess second;

    @BeforeAll
    static void start() {
        snac = SnacPeer.start(NETWORK, "snac");
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {home, second, snac}) {
            try {
                if (one != null) {
                    one.close();
                }
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    @Test
    @DisplayName("snac2 follows the new address of an account whose home is dead, and receives its next post")
    void followersComeAlong() {
        var sue = snac.user("sue");
        var alice = home.account("alice");
        sue.follow(alice.handle());
        eventually(() -> assertThat(sue.follows(alice.actor())).isTrue());
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        eventually(
                () -> assertThat(GodwitOwner.names(alice.followers(), sue.id())).isTrue());

        home.kill9();

        JsonNode moved = alice.run("move", "run", "--to", second.origin());
        assertThat(moved.path("state").asText()).isEqualTo("DONE");
        assertThat(moved.path("door").asText()).isEqualTo("dead");
        String target = alice.run("account", "show").path("actor").asText();
        assertThat(target).startsWith(second.origin() + "/");
        eventually(() -> assertThat(sue.follows(target)).isTrue());
        var post = alice.post("Landed");
        eventually(() -> assertThat(sue.sees(post.id())).isTrue());
        assertThat(sue.follows(alice.actor())).isFalse();
        eventually(() -> {
            JsonNode status = alice.run("move", "status");
            assertThat(status.path("arrived").asInt()).isEqualTo(1);
        });
    }
}
