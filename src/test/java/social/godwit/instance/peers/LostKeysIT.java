package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import social.godwit.instance.cli.DocumentedCommands;

/** Keys that are lost or stolen, on two instances, at the command line. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LostKeysIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static StrictMastodon mastodon;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "keys-home");
        second = GodwitProcess.start(NETWORK, "keys-second");
        mastodon = StrictMastodon.start(NETWORK, "keys-mastodon");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {home, second, mastodon}) {
            if (one != null) {
                one.close();
            }
        }
    }

    private static JsonNode log(GodwitOwner asking, GodwitOwner whose, GodwitProcess at) {
        return asking.run("verify", "--log", whose.did(), "--gateway", at.origin());
    }

    /** The 24 words, as they are given to commands. */
    private static String words(GodwitOwner owner) {
        var words = new StringJoiner(" ");
        owner.run("account", "kit", "create").path("words").forEach(word -> words.add(word.asText()));
        return words.toString();
    }

    /** Whoever follows, and has been accepted. */
    private static GodwitOwner follower(GodwitProcess at, String name, GodwitOwner of) {
        GodwitOwner fan = at.account(name);
        fan.follow(of.handle());
        eventually(
                () -> assertThat(GodwitOwner.names(fan.following(), of.actor())).isTrue());
        return fan;
    }

    private static void comesAlong(GodwitOwner fan, GodwitOwner old, GodwitOwner next) {
        eventually(() -> {
            List<JsonNode> following = fan.following();
            assertThat(GodwitOwner.names(following, next.actor())).isTrue();
            assertThat(GodwitOwner.names(following, old.actor())).isFalse();
        });
    }

    @Test
    @DisplayName(
            "key stolen: with the kit's page an account goes on under a new key, followers come along, the thief counts nowhere")
    void theKitNamesASuccessor() throws IOException {
        GodwitOwner alice = home.account("alice");
        Path kit = NETWORK.folderFor("alice-kit").resolve("kit.html");
        alice.run("account", "gateways", "add", second.origin());
        GodwitOwner fan = follower(second, "alice-fan", alice);
        var mine = alice.post("Mine, from before");
        alice.post("Between us, from before", "--visibility", "followers");
        alice.run("account", "kit", "create", kit.toString());
        alice.with("GODWIT_KIT", words(alice)).run("account", "kit", "test", "--take-away");
        alice.with("GODWIT_KIT", "");
        assertThatThrownBy(() -> alice.run("account", "helpers", "dismiss")).hasMessageContaining("recovery key");

        GodwitOwner next = second.account("alice-again");
        JsonNode done = next.run("account", "recover", alice.handle(), "--kit", kit.toString());
        assertThat(done.path("successor").asText()).isEqualTo(next.did());
        assertThat(done.path("taken")).hasSize(2);
        assertThat(done.path("followers").path("followers").asInt()).isEqualTo(1);
        comesAlong(fan, alice, next);
        // The follower's farewell to the old account is on its way a moment longer than the greeting to the new one.
        eventually(() -> assertThat(next.run("account", "succession", "announce", alice.handle())
                        .path("portable")
                        .asInt())
                .as("nobody is left to be told")
                .isZero());

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
        assertThat(Files.readString(saved)).contains("\"class\":\"public\"", "\"class\":\"private\"");
        assertThat(next.run("verify", "--log", alice.handle()).path("valid").asBoolean())
                .isTrue();
    }

    @Test
    @DisplayName(
            "passphrase forgotten: the 24 words do the same, and a follower's server that never kept the account looks its log up")
    void theWordsNameASuccessor() {
        GodwitOwner bea = home.account("bea");
        GodwitOwner fan = follower(second, "bea-fan", bea);
        mastodon.follow("mia", bea.actor());
        eventually(() -> assertThat(mastodon.follows("mia", bea.actor())).isTrue());
        String words = words(bea);
        GodwitOwner next = home.account("bea-again").with("GODWIT_KIT", words);
        assertThat(next.run("account", "recover", bea.handle())
                        .path("followers")
                        .path("portable")
                        .asInt())
                .isEqualTo(1);
        comesAlong(fan, bea, next);
        eventually(() -> assertThat(mastodon.follows("mia", next.actor()))
                .as("by a Move from the old address, whose key the old home gave")
                .isTrue());
    }

    @Test
    @DisplayName("device lost: another one shuts it out, and what it had published stays, also what is private")
    void aLostDeviceIsShutOut() throws IOException {
        GodwitOwner cleo = home.account("cleo");
        GodwitOwner phone = cleo.onAnotherDevice("cleo-phone");
        phone.run("account", "login", cleo.handle());
        var before = phone.post("From the phone");
        phone.post("From the phone, between us", "--visibility", "followers");
        String device = phone.run("key", "show").path("device").asText();
        assertThat(cleo.run("account", "device", "list").toString()).contains(device);
        cleo.run("account", "device", "revoke", device);
        assertThatThrownBy(() -> phone.post("By the thief")).isInstanceOf(IllegalStateException.class);
        assertThat(cleo.thread(before.id()).toString()).contains("From the phone");
        Path saved = NETWORK.folderFor("cleo-log").resolve("log.json");
        cleo.run("verify", "--log", cleo.did(), "--gateway", home.origin(), "--save", saved.toString());
        assertThat(Files.readString(saved)).contains("\"class\":\"public\"", "\"class\":\"private\"");
        cleo.post("From the laptop");
    }

    @Test
    @DisplayName(
            "where no server keeps a passphrase the recovery key says who is a device, and where the account is kept")
    void theRecoveryKeyStandsInForThePassphrase() {
        GodwitOwner dan = GodwitOwner.withoutAccount(NETWORK, NETWORK.folderFor("dan"));
        dan.create("dan", "--gateway", home.origin(), "--this-device-only");
        String words = words(dan);
        dan.with("GODWIT_KIT", words).run("account", "kit", "test", "--take-away");
        dan.with("GODWIT_KIT", "");
        String copy = NETWORK.folderFor("dan-copy").resolve("keys.json").toString();
        dan.run("key", "export", copy);
        GodwitOwner tablet = dan.onAnotherDevice("dan-tablet");
        tablet.run("key", "import", copy, "--gateway", home.origin());
        assertThatThrownBy(() -> tablet.run("account", "gateways", "add", second.origin()))
                .hasMessageContaining("recovery key");
        dan.run(
                "account",
                "device",
                "revoke",
                tablet.run("key", "show").path("device").asText());
        GodwitOwner other = dan.onAnotherDevice("dan-other");
        assertThatThrownBy(() -> other.run("key", "import", copy, "--gateway", home.origin()))
                .hasMessageContaining("recovery key");
        dan.with("GODWIT_KIT", words)
                .run(
                        "account",
                        "device",
                        "add",
                        other.run("key", "show").path("device").asText());
        other.post("From the device that the recovery key added");
        dan.run("account", "gateways", "add", second.origin(), "--wait", "120");
    }

    @Test
    @DisplayName("home dead: signing in at another of the account's servers")
    void aDeadHomeIsLeft() {
        GodwitProcess doomed = GodwitProcess.start(NETWORK, "keys-doomed");
        GodwitOwner gil = doomed.account("gil");
        gil.run("account", "gateways", "add", second.origin(), "--wait", "120");
        doomed.close();
        GodwitOwner phone = gil.onAnotherDevice("gil-phone");
        phone.run("account", "login", gil.handle(), "--gateway", second.origin());
        var post = phone.post("Home is dead");
        assertThat(gil.thread(post.id()).toString()).contains("Home is dead");
    }

    @Test
    @DisplayName("helpers announce, every server signs when it had it, and a device of the owner objects")
    void helpersAnnounceAndADeviceObjects() {
        GodwitOwner ann = home.account("ann");
        GodwitOwner bo = second.account("bo");
        GodwitOwner cy = second.account("cy");
        GodwitOwner thief = second.account("dee");
        ann.run("account", "gateways", "add", second.origin(), "--wait", "120");
        ann.run(
                "account",
                "helpers",
                "set",
                "2",
                bo.handle(),
                cy.handle(),
                second.account("ed").handle());
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

    @Test
    @Order(Integer.MAX_VALUE)
    @DisplayName("every command of docs/keys.md has been run")
    void everyCommandOfThePage() {
        assertThat(DocumentedCommands.of("keys.md").notAmong(GodwitOwner.done()))
                .isEmpty();
    }
}
