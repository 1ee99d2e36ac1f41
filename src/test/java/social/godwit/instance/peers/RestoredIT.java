package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All servers of an account are gone. What is left: a backup, a server that has never seen it, and what followers once signed. */
class RestoredIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess fresh;
    private static PlainPeer bob;
    private static PlainPeer gone;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "backed-up");
        fresh = GodwitProcess.start(NETWORK, "fresh");
        bob = PlainPeer.start(NETWORK, "bob");
        gone = PlainPeer.start(NETWORK, "gone");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {home, fresh, bob}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static void follow(PlainPeer peer, GodwitOwner owner) {
        ObjectNode follow = peer.activity("Follow", "follow").put("object", owner.actor());
        assertThat(peer.deliver(home.host(), "/inbox", follow)).isBetween(200, 299);
        eventually(() ->
                assertThat(GodwitOwner.names(owner.followers(), peer.actor())).isTrue());
    }

    @Test
    @DisplayName(
            "followers come back by their own requests, the name signs in, and the move tells those, too, that are silent")
    void everythingComesBack() {
        GodwitOwner alice = home.account("alice");
        follow(bob, alice);
        follow(gone, alice);
        var post = alice.post("From before");
        Path backup = folder.resolve("alice.backup");
        alice.run("backup", backup.toString());
        JsonNode drill = alice.run("backup", "verify", backup.toString());
        assertThat(drill.path("followers").asInt()).isEqualTo(2);
        assertThat(drill.path("records").asInt())
                .as("a request and an address each")
                .isGreaterThanOrEqualTo(4);
        home.kill9();
        gone.close();

        GodwitOwner again = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("alice-again"));
        JsonNode restored = again.run("restore", backup.toString(), "--gateway", fresh.origin());
        assertThat(restored.path("refused").asInt()).isZero();
        assertThat(restored.path("followers").asInt()).isEqualTo(2);
        eventually(() ->
                assertThat(GodwitOwner.names(again.followers(), bob.actor())).isTrue());
        assertThat(GodwitOwner.names(again.followers(), gone.actor()))
                .as("nobody can say any more that this follower signed")
                .isFalse();
        assertThat(again.thread(post.id()).toString()).contains("From before");

        GodwitOwner phone = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("alice-phone"));
        phone.run("account", "login", "alice", "--gateway", fresh.origin());
        assertThat(phone.run("account", "show").path("did").asText()).isEqualTo(alice.did());

        JsonNode moved = again.run("move", "run", "--to", fresh.origin(), "--backup", backup.toString());
        assertThat(moved.path("state").asText()).isEqualTo("DONE");
        assertThat(moved.path("followers").asInt()).isEqualTo(2);
        eventually(() -> assertThat(bob.arrivals())
                .anyMatch(arrival -> arrival.type().equals("Move")
                        && arrival.json().path("object").asText().equals(alice.actor())
                        && arrival.json().path("target").asText().startsWith(fresh.origin() + "/")));
    }
}
