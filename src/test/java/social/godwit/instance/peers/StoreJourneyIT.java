package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance loses everything but its key and is filled again; another mirrors: what operators of the shared store do. */
class StoreJourneyIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static GodwitProcess mirror;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
        mirror = GodwitProcess.start(NETWORK, "mirror");
    }

    @AfterAll
    static void stop() {
        for (GodwitProcess instance : new GodwitProcess[] {home, second, mirror}) {
            if (instance != null) {
                instance.close();
            }
        }
    }

    @Test
    @DisplayName(
            "an emptied instance that kept its key is refilled and serves the account again; a mirror has public posts with their files")
    void refillsAndMirrors() throws IOException {
        var alice = home.account("alice");
        Path picture = Files.write(folder.resolve("dot.png"), FollowersSurviveIT.PNG);
        var open = alice.post("With a picture", "--media", picture.toString());
        var hidden = alice.post("For followers", "--visibility", "followers");
        String file = file(alice.thread(open.id()).toString());
        byte[] bytes = home.get(file);
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        eventually(() -> assertThat(second.repository(alice.did())).isEqualTo(home.repository(alice.did())));

        second.loseAllButItsKey();
        assertThat(second.repository(alice.did())).isEmpty();
        succeeds(second.operator("store", "refill", "--from", home.origin()));
        eventually(
                () -> assertThat(second.repository(alice.did())).isNotEmpty().isEqualTo(home.repository(alice.did())));
        assertThat(alice.run("thread", hidden.id(), "--gateway", second.origin())
                        .toString())
                .as("the owner did nothing")
                .contains("For followers");
        eventually(() -> assertThat(second.get(file)).isEqualTo(bytes));

        succeeds(mirror.operator("store", "mirror", "add", alice.did(), "--from", home.origin()));
        eventually(() -> assertThat(mirror.repository(alice.did())).isNotEmpty().isEqualTo(publicOf(home, alice)));
        eventually(() -> assertThat(mirror.get(file)).isEqualTo(bytes));
        JsonNode status = mirror.operator("store", "status").json();
        assertThat(status.path("peers")).isEmpty();
        assertThat(status.path("mirrors").path(0).path("target").asText()).isEqualTo(alice.did());
        assertThat(status.path("mirrors").path(0).path("problem").asText()).isEmpty();
    }

    /** Where any gateway serves the file that a post carries. */
    private static String file(String thread) {
        Matcher hashlink = Pattern.compile("hl:zQm[1-9A-HJ-NP-Za-km-z]+").matcher(thread);
        assertThat(hashlink.find()).isTrue();
        return "/.well-known/apgateway-media/" + hashlink.group();
    }

    private static void succeeds(GodwitProcess.Said said) {
        assertThat(said.status()).as(said.json().toString()).isZero();
    }

    private static List<String> publicOf(GodwitProcess instance, GodwitOwner owner) {
        return instance.repository(owner.did()).stream()
                .filter(item -> item.contains(" PUBLIC "))
                .toList();
    }
}
