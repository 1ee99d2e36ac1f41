package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys that are lost or stolen, on two instances, at the command line. */
class LostKeysIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "keys-home");
        second = GodwitProcess.start(NETWORK, "keys-second");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    private static JsonNode log(GodwitOwner asking, GodwitOwner whose, GodwitProcess at) {
        return asking.run("verify", "--log", whose.did(), "--gateway", at.origin());
    }

    @Test
    @DisplayName("with the recovery kit an account goes on under a new key, and the thief's word counts nowhere")
    void theKitNamesASuccessor() {
        GodwitOwner alice = home.account("alice");
        Path kit = NETWORK.folderFor("alice-kit").resolve("kit");
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        var mine = alice.post("Mine, from before");
        alice.run("key", "export", "--recovery", kit.toString(), "--take-away");
        assertThatThrownBy(() -> alice.run("account", "helpers", "dismiss")).hasMessageContaining("recovery key");

        GodwitOwner next = second.account("alice-again");
        JsonNode done = next.run("account", "recover", alice.handle(), "--kit", kit.toString());
        assertThat(done.path("successor").asText()).isEqualTo(next.did());
        assertThat(done.path("taken")).hasSize(2);

        // Whoever has alice's folder is a thief now.
        assertThatThrownBy(() -> alice.post("By the thief")).isInstanceOf(IllegalStateException.class);
        assertThat(next.thread(mine.id()).toString()).contains("Mine, from before");
        for (GodwitProcess at : new GodwitProcess[] {home, second}) {
            eventually(() -> {
                JsonNode log = log(next, alice, at);
                assertThat(log.path("valid").asBoolean()).isTrue();
                assertThat(log.path("successor").path("did").asText()).isEqualTo(next.did());
                assertThat(log.path("devices").findValuesAsText("revoked")).containsOnly("true");
            });
        }
        Path saved = kit.resolveSibling("log.json");
        next.run("verify", "--log", alice.did(), "--gateway", second.origin(), "--save", saved.toString());
        assertThat(next.run("verify", "--log", saved.toString())
                        .path("successor")
                        .path("by")
                        .asText())
                .isEqualTo("recovery_key");
    }

    @Test
    @DisplayName("helpers announce, every server signs when it had it, and a device of the owner objects")
    void helpersAnnounceAndADeviceObjects() {
        GodwitOwner ann = home.account("ann");
        GodwitOwner bo = second.account("bo");
        GodwitOwner cy = second.account("cy");
        GodwitOwner thief = second.account("dee");
        ann.run("account", "gateways", "add", second.origin(), "--wait", "120");
        ann.run("account", "helpers", "set", "2", bo.did(), cy.handle());
        assertThatThrownBy(() -> thief.run("account", "helpers", "sign", ann.handle(), "--successor", thief.did()))
                .hasMessageContaining("no helper");

        bo.run("account", "helpers", "sign", ann.handle(), "--successor", thief.did());
        cy.run("account", "helpers", "sign", ann.handle(), "--successor", thief.did());
        eventually(() -> {
            JsonNode pending =
                    ann.run("account", "show").path("keys").path("pending").path(0);
            assertThat(pending.path("signed").asInt()).isEqualTo(2);
            assertThat(pending.path("inForce").asText()).isNotEmpty();
        });
        Path kit = NETWORK.folderFor("ann-kit").resolve("kit");
        ann.run("key", "export", "--recovery", kit.toString(), "--take-away");
        assertThat(ann.run("account", "veto").path("by").asText()).isEqualTo("device");
        eventually(() -> assertThat(ann.run("account", "helpers", "list")
                        .path("pending")
                        .path(0)
                        .path("vetoed")
                        .asBoolean())
                .isTrue());
        ann.run("account", "veto", "--kit", kit.toString());
        eventually(() -> assertThat(ann.run("account", "helpers", "list").path("pending"))
                .isEmpty());
    }

    @Test
    @DisplayName("a lost recovery key is replaced by notice, and the kit that is found again cancels it")
    void aLostKitIsReplaced() {
        GodwitOwner eve = home.account("eve");
        Path kit = NETWORK.folderFor("eve-kit").resolve("kit");
        eve.run("key", "export", "--recovery", kit.toString(), "--take-away");
        assertThat(eve.run("account", "recovery", "replace").path("atOnce").asBoolean())
                .isFalse();
        eventually(() -> assertThat(eve.run("account", "show")
                        .path("keys")
                        .path("pending")
                        .path(0)
                        .path("inForce")
                        .asText())
                .isNotEmpty());
        eve.run("account", "veto", "--kit", kit.toString());
        assertThat(eve.run("account", "show").path("keys").path("pending")).isEmpty();
        assertThat(eve.run("account", "recovery", "replace", "--kit", kit.toString())
                        .path("atOnce")
                        .asBoolean())
                .isTrue();
        assertThatThrownBy(() -> eve.run("account", "veto", "--kit", kit.toString()))
                .hasMessageContaining("not the recovery key");
    }
}
