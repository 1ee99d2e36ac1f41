package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.StandInGateway.Mood;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Whatever gets lost on the way: chains have no gaps and no forks, and nothing is published twice under another name. */
class PublisherTest {
    private static final String BOB = "https://other.example/users/bob";

    @TempDir
    Path folder;

    private final StandInGateway gateway = new StandInGateway();
    private final List<String> notices = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
        assertThat(gateway.faults).isEmpty();
    }

    @Test
    void continuesItsChainsOverSeparateRuns() {
        for (int run = 0; run < 3; run++) like(Facts.NONE);
        assertThat(gateway.bodies).hasSize(3).allMatch(body -> body.lines().count() == 2);
        try (Owner owner = open()) {
            assertThat(owner.home().state().chain("private").sequence()).isEqualTo(3);
            assertThat(owner.home().state().chain("private").count()).isEqualTo(3);
            assertThat(owner.home().state().chain("public").sequence()).isZero();
        }
    }

    @Test
    void sendsTheSameBytesAgainAfterALostAnswer() {
        gateway.will(Mood.TAKES_AND_BREAKS_OFF);
        assertThatThrownBy(() -> like(Facts.NONE))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("None of your servers");
        like(Facts.NONE);
        assertThat(gateway.bodies).hasSize(3);
        assertThat(gateway.bodies.get(1)).isEqualTo(gateway.bodies.get(0));
        assertThat(gateway.bodies.get(2)).isNotEqualTo(gateway.bodies.get(0));
        assertThat(notices).anyMatch(words -> words.contains("has gone out"));
    }

    @Test
    void keepsABatchWhileTheServerHasTrouble() {
        gateway.will(Mood.HAS_TROUBLE, Mood.HAS_TROUBLE);
        assertThatThrownBy(() -> like(Facts.NONE)).isInstanceOf(ClientProblem.class);
        assertThatThrownBy(() -> like(Facts.NONE)).isInstanceOf(ClientProblem.class);
        like(Facts.NONE);
        assertThat(gateway.bodies).hasSize(4);
        assertThat(gateway.bodies.subList(0, 3)).containsOnly(gateway.bodies.getFirst());
    }

    @Test
    void leavesNoGapWhereABatchWasRefused() {
        like(Facts.NONE);
        gateway.will(Mood.REFUSES);
        assertThatThrownBy(() -> like(Facts.remember("like:x", "y")))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("Too long.");
        like(Facts.NONE);
        try (Owner owner = open()) {
            assertThat(owner.home().state().chain("private").sequence()).isEqualTo(2);
            assertThat(owner.home().state().remembered()).isEmpty();
        }
    }

    @Test
    void believesTheDocumentsAndNotARefusalThatFollowsALostAnswer() {
        gateway.will(Mood.TAKES_AND_BREAKS_OFF, Mood.CONFLICTS);
        assertThatThrownBy(() -> like(Facts.remember("like:x", "y"))).isInstanceOf(ClientProblem.class);
        like(Facts.NONE);
        try (Owner owner = open()) {
            assertThat(owner.home().state().chain("private").sequence()).isEqualTo(2);
            assertThat(owner.home().state().remembered()).containsKey("like:x");
        }
    }

    @Test
    void doesNotReuseALinkThatMayHaveArrivedSomewhere() {
        gateway.will(Mood.BREAKS_OFF, Mood.CONFLICTS);
        assertThatThrownBy(() -> like(Facts.NONE)).isInstanceOf(ClientProblem.class);
        like(Facts.NONE);
        assertThat(gateway.bodies).hasSize(3);
    }

    @Test
    void chainsStayWholeUnderAnyOrderOfFailures() {
        var random = new Random(20261122);
        for (int i = 0; i < 120; i++) {
            gateway.will(Mood.values()[random.nextInt(Mood.values().length)]);
            try {
                like(Facts.NONE);
            } catch (ClientProblem expected) {
                assertThat(expected.what()).isNotEmpty();
            }
        }
        gateway.will(Mood.TAKES, Mood.TAKES, Mood.TAKES);
        like(Facts.NONE);
        assertThat(gateway.taken()).isGreaterThan(40);
    }

    @Test
    void goesToTheNextServerWhenTheFirstIsGone() {
        try (var second = new StandInGateway()) {
            gateway.close();
            try (Owner owner = open(gateway, second)) {
                new Publisher(owner).publish(List.of(likeDocument(owner)), Facts.NONE);
            }
            assertThat(second.bodies).hasSize(1);
            assertThat(second.faults).isEmpty();
        }
    }

    private void like(Facts facts) {
        try (Owner owner = open()) {
            new Publisher(owner).publish(List.of(likeDocument(owner)), facts);
        }
    }

    private static JsonObject likeDocument(Owner owner) {
        return owner.sign(Activities.like(owner.ids(), owner.newName(), "https://other.example/notes/1", BOB));
    }

    private Owner open(StandInGateway... gateways) {
        KeyRing keys = TestKeys.ring();
        HomeFolder home = HomeFolder.open(folder);
        List<String> origins = gateways.length == 0
                ? List.of(gateway.origin().toString())
                : List.of(gateways).stream().map(it -> it.origin().toString()).toList();
        if (!home.state().hasAccount()) home.save(home.state().withAccount("alice", origins, Map.of()));
        var surroundings = new Surroundings(
                InstantSource.fixed(TestKeys.NOW), TestKeys.counting(77), new GatewayConnection("test"), notices::add);
        return Owner.of(home, keys, surroundings, Optional.empty());
    }
}
