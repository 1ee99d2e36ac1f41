package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One network at two servers, and one account in several networks. */
class NetworksIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    @TempDir
    private static Path folder;

    private static GodwitProcess home;
    private static GodwitProcess second;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    @DisplayName(
            "A network is founded, hosted at two servers, joined, changed and left, and anyone can check all of it")
    void oneNetworkAtTwoServers() throws IOException {
        var alice = home.account("alice");
        JsonNode first = alice.run("network", "list").path("networks");
        assertThat(first).as("every server begins with a network of its own").hasSize(1);
        assertThat(first.path(0).path("name").asText()).startsWith("People of ");
        String ofServer = first.path(0).path("network").asText();

        String file = folder.resolve("birds.ndjson").toString();
        String network = alice.run("charter", "init", file, "--name", "Birds")
                .path("network")
                .asText();
        operator(home, "charter", "host", file);
        operator(second, "charter", "host", network, "--source", home.origin());
        assertThat(card(alice, second, network).path("name").asText()).isEqualTo("Birds");

        alice.run("network", "join", network);
        alice.run("network", "join", ofServer);
        eventually(() -> assertThat(fetched(alice, home, network)).isGreaterThanOrEqualTo(2));

        String copy = folder.resolve("birds.json").toString();
        alice.run("charter", "show", file, "--write", copy);
        Files.writeString(Path.of(copy), Files.readString(Path.of(copy)).replace("\"fold\"", "\"hide\""));
        String proposal = alice.run("proposal", "open", file, copy, "--reason", "spam is spam")
                .path("proposal")
                .asText();
        assertThat(alice.run("charter", "publish", file).path("published").asInt())
                .isEqualTo(2);
        assertThat(alice.run("charter", "publish", file).path("published").asInt())
                .isZero();
        eventually(() ->
                assertThat(card(alice, home, network).path("versions").asInt()).isEqualTo(2));
        operator(second, "charter", "host", network, "--source", home.origin());
        eventually(
                () -> assertThat(card(alice, second, network).path("versions").asInt())
                        .isEqualTo(2));

        String own = folder.resolve("checked.ndjson").toString();
        alice.run("charter", "fetch", second.origin() + "/networks/" + network, own);
        JsonNode checked = alice.run("charter", "verify", own);
        assertThat(checked.path("valid").asBoolean()).isTrue();
        assertThat(checked.path("versions")).hasSize(2);
        assertThat(Files.readString(Path.of(own))).contains(proposal);

        views(alice, network, ofServer, file);

        alice.run("network", "leave", network);
        String left = folder.resolve("left.ndjson").toString();
        alice.run("charter", "fetch", home.origin() + "/networks/" + network, left);
        assertThat(Files.readString(Path.of(left))).doesNotContain("\"type\":\"Join\"");
        alice.run("network", "join", network);

        assertThat(home.operator("admin", "network", "dismiss", network)
                        .json()
                        .path("ends")
                        .asText())
                .as("the charter promises 90 days of notice")
                .isNotEmpty();
        assertThat(card(alice, home, network).path("ends").asText()).isNotEmpty();
    }

    /** What alice posts is in both of her networks' views, at both servers; one network's steward hides it in that one only. */
    private static void views(GodwitOwner alice, String network, String ofServer, String file) {
        var bob = second.account("bob");
        bob.run("follow", alice.handle());
        eventually(() -> assertThat(bob.run("following").toString()).contains(alice.did()));
        String post = alice.run("post", "A view of a heron").path("id").asText();
        operator(second, "charter", "host", network, "--source", home.origin());
        eventually(() -> {
            assertThat(view(alice, home, network).toString()).contains("heron");
            assertThat(view(alice, home, ofServer).toString()).contains("heron");
            assertThat(view(bob, second, network)
                            .path("entries")
                            .path(0)
                            .path("why")
                            .path("from")
                            .asText())
                    .as("that alice joined is known where the network is hosted, too")
                    .isEqualTo("member");
        });
        alice.run("charter", "rule", file, "post:" + post, "hide", "--rule", "be-kind", "--facts", "a test");
        alice.run("charter", "publish", file);
        operator(second, "charter", "host", network, "--source", home.origin());
        eventually(() -> {
            for (JsonNode hidden : new JsonNode[] {view(alice, home, network), view(bob, second, network)}) {
                assertThat(hidden.toString()).doesNotContain("heron");
                assertThat(hidden.path("hidden").path(0).path("rule").asText()).isEqualTo("be-kind");
            }
        });
        assertThat(view(alice, home, ofServer).toString())
                .as("in the other network")
                .contains("heron");
        operator(
                home,
                "admin",
                "network",
                "rule",
                ofServer,
                "post:" + post,
                "sensitive",
                "--rule",
                "warn",
                "--facts",
                "x");
        assertThat(view(alice, home, ofServer)
                        .path("entries")
                        .path(0)
                        .path("effect")
                        .asText())
                .as("the server's staff rules in the server's own network")
                .isEqualTo("blur");
        assertThat(bob.run("timeline").toString()).as("for who follows alice").contains("heron");
    }

    private static JsonNode view(GodwitOwner asking, GodwitProcess server, String network) {
        return asking.run("timeline", "--why", "--network", server.origin() + "/networks/" + network);
    }

    private static JsonNode card(GodwitOwner asking, GodwitProcess server, String network) {
        return asking.run("network", "show", server.origin() + "/networks/" + network);
    }

    private static int fetched(GodwitOwner asking, GodwitProcess server, String network) throws IOException {
        Path file = Files.createTempDirectory(folder, "fetched").resolve("network.ndjson");
        return asking.run("charter", "fetch", server.origin() + "/networks/" + network, file.toString())
                .path("fetched")
                .asInt();
    }

    private static void operator(GodwitProcess server, String... words) {
        GodwitProcess.Said said = server.operator(words);
        assertThat(said.status()).as(said.json().toString()).isZero();
    }
}
