package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two instances of Godwit that know each other only through the network. */
class TwoGodwitsIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess here;
    private static GodwitProcess there;

    @BeforeAll
    static void start() {
        here = GodwitProcess.start(NETWORK, "godwit");
        there = GodwitProcess.start(NETWORK, "godwit");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {here, there}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    void peopleOfTwoInstancesFollowPostReplyAndReact() {
        var alice = here.account("alice");
        var bob = there.account("bob");
        bob.follow(alice.handle());
        eventually(() ->
                assertThat(GodwitOwner.names(bob.following(), alice.actor())).isTrue());
        eventually(() ->
                assertThat(GodwitOwner.names(alice.followers(), bob.actor())).isTrue());

        var post = alice.post("From one Godwit to another");
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("one Godwit")));
        bob.like(post.id());
        eventually(() -> assertThat(GodwitOwner.tells(alice.notifications(), "Like", bob.actor(), post.id()))
                .isTrue());
        var reply = bob.reply(post.id(), "And back");
        eventually(() ->
                assertThat(GodwitOwner.names(alice.notifications(), reply.id())).isTrue());

        alice.edit(post.id(), "From one Godwit to another, edited");
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id()))
                .hasValueSatisfying(
                        note -> assertThat(note.path("content").asText()).contains("edited")));
        alice.delete(post.id());
        eventually(() -> assertThat(GodwitOwner.withId(bob.timeline(), post.id())
                        .filter(note -> !note.path("type").asText().equals("Tombstone")))
                .isEmpty());
    }
}
