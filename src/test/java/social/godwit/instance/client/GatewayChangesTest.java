package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;

class GatewayChangesTest {
    private static final KeyRing KEYS = TestKeys.ring();

    @TempDir
    private Path folder;

    private final StandInGateway home = new StandInGateway();
    private final StandInGateway second = new StandInGateway();
    private int opened;

    @BeforeEach
    void account() {
        var ids = new Ids(KEYS.did(), home.origin(), "alice");
        home.has(IntegrityProof.sign(
                ActorDocument.first(
                        ids,
                        new ActorDocument.Gateway(
                                home.origin().toString(), home.instance.did().toString(), home.origin() + "/inbox"),
                        TestKeys.NOW),
                KEYS.authority(),
                TestKeys.NOW));
        KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(home::has);
    }

    @AfterEach
    void close() {
        home.close();
        second.close();
        assertThat(home.faults).isEmpty();
        assertThat(second.faults).isEmpty();
    }

    @Test
    @DisplayName("publishes the list at home, then registers with the Update, its checkpoint and the key log")
    void adds() {
        assertThat(add().fresh()).isTrue();
        assertThat(home.bodies).hasSize(1);
        assertThat(second.registrations).singleElement().satisfies(batch -> {
            assertThat(batch).startsWith(home.bodies.getFirst());
            assertThat(batch.lines().filter(line -> line.contains("\"KeyLogEntry\"")))
                    .hasSize(2);
        });
        try (Owner owner = open()) {
            JsonObject actor = new Profile(owner).newest().document();
            assertThat(actor.ids("gateways"))
                    .containsExactly(home.origin().toString(), second.origin().toString());
            assertThat(ActorDocument.gatewayKeys(actor))
                    .containsEntry(
                            second.origin().toString(), second.instance.did().toString());
            assertThat(owner.home().state().gateways()).hasSize(2);
        }
    }

    @Test
    @DisplayName("goes on where it was interrupted, and publishes nothing twice")
    void resumes() {
        second.troubles = 1;
        assertThatThrownBy(this::add).isInstanceOf(ClientProblem.class);
        assertThat(add().fresh()).isTrue();
        assertThat(add().fresh()).isFalse();
        assertThat(home.bodies).hasSize(1);
        assertThat(second.registrations).hasSize(2);
        assertThat(second.registrations.get(1)).isEqualTo(second.registrations.get(0));
    }

    @Test
    @DisplayName("a gateway that is not Godwit gets the actor document, and has no key in the list")
    void foreign() {
        second.godwit = false;
        assertThat(add().gateway().replicates()).isFalse();
        assertThat(second.registrations)
                .singleElement()
                .satisfies(actor -> assertThat(actor.lines()).hasSize(1));
        try (Owner owner = open()) {
            assertThat(ActorDocument.gatewayKeys(new Profile(owner).newest().document()))
                    .containsEntry(second.origin().toString(), "");
            assertThat(new GatewayStates(owner).of(second.origin()).state()).isEqualTo(GatewayStates.State.UNTOLD);
        }
    }

    @Test
    @DisplayName("a gateway that has all documents is complete when the home has told it of all followers, too")
    void complete() {
        add();
        var asked = new AtomicInteger();
        home.views = path -> path.endsWith("/replication")
                ? Optional.of(JsonObject.builder()
                        .put("state", "complete")
                        .put(
                                "gateways",
                                List.of(JsonObject.builder()
                                        .put("origin", second.origin().toString())
                                        .put("behind", asked.incrementAndGet() > 4 ? 0 : 3)
                                        .build()))
                        .build())
                : Optional.empty();
        try (Owner owner = open()) {
            GatewayStates.Standing standing =
                    new GatewayStates(owner).await(second.origin(), Duration.ofSeconds(30), progress -> {});
            assertThat(standing.state()).isEqualTo(GatewayStates.State.COMPLETE);
            assertThat(asked.get()).isGreaterThan(4);
        }
    }

    @Test
    @DisplayName(
            "a gateway that another found withholding is named with the one that found it, and nobody speaks of itself")
    void tellsWhoWithholds() {
        add();
        try (Owner owner = open()) {
            assertThat(new GatewayStates(owner).withholding()).isEmpty();
            home.replication = Optional.of(JsonObject.builder()
                    .put("state", "complete")
                    .put("gateways", List.of(found(second, 3), found(home, 1)))
                    .build());
            assertThat(new GatewayStates(owner).withholding()).containsOnly(Map.entry(second.origin(), home.origin()));
        }
    }

    private static JsonObject found(StandInGateway gateway, long withheld) {
        return JsonObject.builder()
                .put("origin", gateway.origin().toString())
                .put("withheld", withheld)
                .build();
    }

    @Test
    @DisplayName("the first gateway is neither removed nor replaced: that is moving")
    void leavesTheHomeAlone() {
        add();
        try (Owner owner = open()) {
            var changes = new GatewayChanges(owner);
            assertThatThrownBy(() -> changes.remove(home.origin(), Duration.ZERO, true))
                    .hasMessageContaining("your home");
            assertThatThrownBy(() -> changes.order(List.of(second.origin(), home.origin())))
                    .hasMessageContaining("your home");
            assertThat(changes.order(List.of(second.origin()))).hasSize(2);
            assertThat(home.bodies).hasSize(1);
        }
    }

    @Test
    @DisplayName("a gateway that is removed is told so")
    void removes() {
        add();
        try (Owner owner = open()) {
            new GatewayChanges(owner).remove(second.origin(), Duration.ZERO, false);
        }
        try (Owner owner = open()) {
            assertThat(owner.home().state().gateways())
                    .containsExactly(home.origin().toString());
        }
        assertThat(home.bodies).hasSize(2);
        assertThat(second.bodies).containsExactly(home.bodies.get(1));
    }

    @Test
    @DisplayName("a gateway that alone has a post is not removed before another has it, or the owner gives the post up")
    void keepsTheLastCopy() {
        add();
        second.views = path -> path.endsWith("/repository") ? Optional.of(chain(7)) : Optional.empty();
        try (Owner owner = open()) {
            var changes = new GatewayChanges(owner);
            assertThatThrownBy(() -> changes.remove(second.origin(), Duration.ZERO, false))
                    .hasMessageContaining("none of your other servers");
            assertThat(home.bodies).as("nothing was published").hasSize(1);
            home.views = path -> path.endsWith("/repository") ? Optional.of(chain(7)) : Optional.empty();
            changes.remove(second.origin(), Duration.ZERO, false);
        }
        assertThat(home.bodies).hasSize(2);
    }

    @Test
    @DisplayName("a gateway that does not answer is removed only when the owner says so")
    void removesTheDead() {
        add();
        second.close();
        try (Owner owner = open()) {
            var changes = new GatewayChanges(owner);
            assertThatThrownBy(() -> changes.remove(second.origin(), Duration.ZERO, false))
                    .hasMessageContaining("does not tell what it has");
            changes.remove(second.origin(), Duration.ZERO, true);
            assertThat(new Profile(owner).newest().document().ids("gateways")).hasSize(1);
        }
    }

    private static JsonObject chain(long count) {
        return JsonObject.builder()
                .put("missing", 0)
                .put(
                        "chains",
                        List.of(JsonObject.builder()
                                .put("device", KEYS.device().did().toString())
                                .put("class", "private")
                                .put("count", count)
                                .build()))
                .build();
    }

    private GatewayChanges.Added add() {
        try (Owner owner = open()) {
            return new GatewayChanges(owner).add(second.origin(), Optional.empty());
        }
    }

    private Owner open() {
        return home.alice(folder, KEYS, ++opened);
    }
}
