package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Door 3, between the move and the day when a server has moved along: its people get posts under the address that they follow. */
class OldAddressIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static GodwitOwner alice;
    private static StrictMastodon followers;

    @BeforeAll
    static void start() {
        followers = StrictMastodon.start(NETWORK, "slowly");
        home = GodwitProcess.start(NETWORK, "dying");
        second = GodwitProcess.start(NETWORK, "going-on");
        alice = home.account("alice");
    }

    @AfterAll
    static void stop() {
        if (home != null) home.close();
        if (second != null) second.close();
        followers.close();
    }

    @Test
    @DisplayName(
            "with the home dead and the move not worked off, posts arrive under the old ids when the key was handed over, and only then")
    void nobodyLosesADay() {
        followers.follow("mia", alice.actor());
        eventually(() -> assertThat(followers.follows("mia", alice.actor())).isTrue());
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        eventually(() -> assertThat(GodwitOwner.names(
                        GodwitOwner.items(alice.run("followers", "--gateway", second.origin())),
                        followers.actor("mia")))
                .isTrue());
        followers.holdMoves();
        home.kill9();
        JsonNode moved = alice.run("move", "run", "--to", second.origin());
        assertThat(moved.path("state").asText()).isEqualTo("DONE");
        String target = alice.run("account", "show").path("actor").asText();

        unheard(target);
        JsonNode handedOver = alice.run("move", "old-address", "--hand-over");
        assertThat(handedOver.path("handedOver").asBoolean()).isTrue();
        assertThat(handedOver.path("waiting").asInt()).isEqualTo(1);

        var post = alice.post("Still here");
        String old = post.id().replace(second.origin(), home.origin());
        eventually(() -> assertThat(followers.note(old))
                .hasValueSatisfying(
                        note -> assertThat(note.path("attributedTo").asText()).isEqualTo(alice.actor())));
        alice.edit(post.id(), "Still here, and well");
        eventually(() -> assertThat(followers.note(old))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("and well")));

        assertThat(alice.run("move", "old-address", "--take-back")
                        .path("handedOver")
                        .asBoolean())
                .isFalse();
        unheard(target);
        alice.run("move", "old-address", "--hand-over");

        followers.workOffMoves();
        eventually(() -> assertThat(followers.follows("mia", target)).isTrue());
        eventually(
                () -> assertThat(alice.run("move", "old-address").path("moved").asInt())
                        .isEqualTo(1));
        var next = alice.post("All here now");
        eventually(() -> assertThat(followers.note(next.id())).isPresent());
        assertThat(followers.note(next.id().replace(second.origin(), home.origin())))
                .isEmpty();
        alice.delete(post.id());
        eventually(() -> assertThat(followers.note(old)).isEmpty());
    }

    /** A post of the new address, which nobody there follows yet. */
    private static void unheard(String target) {
        var post = alice.post("Hello?");
        eventually(() -> assertThat(followers.arrivals())
                .anyMatch(arrival ->
                        arrival.activity().path("object").path("id").asText().equals(post.id())
                                && arrival.why().equals("ignored: nobody here follows " + target)));
        assertThat(followers.note(post.id())).isEmpty();
        assertThat(followers.note(post.id().replace(second.origin(), home.origin())))
                .isEmpty();
    }
}
