package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Door 5: the followers are sent on to an account at a server that goes by Mastodon's rules. */
class MoveOutIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess godwit;
    private static GodwitOwner alice;
    private static StrictMastodon followers;
    private static StrictMastodon elsewhere;

    @BeforeAll
    static void start() {
        followers = StrictMastodon.start(NETWORK, "followers");
        elsewhere = StrictMastodon.start(NETWORK, "elsewhere");
        godwit = GodwitProcess.start(NETWORK, "leaving");
        alice = godwit.account("alice");
    }

    @AfterAll
    static void stop() {
        if (godwit != null) godwit.close();
        followers.close();
        elsewhere.close();
    }

    @Test
    void theFollowersAreSentOnOnceTheNewAccountNamesTheOldOne() {
        followers.follow("mia", alice.actor());
        eventually(() -> assertThat(followers.follows("mia", alice.actor())).isTrue());
        String there = elsewhere.actor("alice");

        assertThatThrownBy(() -> alice.run("move", "out", elsewhere.handle("carol")))
                .hasMessageContaining("\"named\":false");
        assertThat(followers.arrivals()).noneMatch(arrival -> arrival.type().equals("Move"));

        elsewhere.alias("alice", alice.actor());
        JsonNode left = alice.run("move", "out", elsewhere.handle("alice"));
        assertThat(left.path("target").asText()).isEqualTo(there);

        eventually(() -> assertThat(followers.follows("mia", alice.actor())).isFalse());
        eventually(() -> assertThat(elsewhere.arrivals())
                .anyMatch(arrival -> arrival.type().equals("Follow")
                        && arrival.activity().path("object").asText().equals(there)));
        assertThat(followers.arrivals())
                .filteredOn(arrival -> arrival.type().equals("Move"))
                .singleElement()
                .satisfies(arrival -> assertThat(arrival.why()).isEqualTo("1 follow " + there));
        assertThat(alice.run("move", "out", elsewhere.handle("alice")))
                .as("said once, however often the command is repeated")
                .isEqualTo(left);
    }
}
