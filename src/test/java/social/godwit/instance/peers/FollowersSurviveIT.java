package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Strangers speak to the home only; when it dies, the account's other gateway knows what they said. */
class FollowersSurviveIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static GodwitProcess home;
    private static GodwitProcess second;
    private static PlainPeer early;
    private static PlainPeer late;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        home = GodwitProcess.start(NETWORK, "home");
        second = GodwitProcess.start(NETWORK, "second");
        early = PlainPeer.start(NETWORK, "early");
        late = PlainPeer.start(NETWORK, "late");
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {home, second, early, late}) {
            close(one);
        }
    }

    private static void close(AutoCloseable one) {
        try {
            if (one != null) {
                one.close();
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void follow(PlainPeer peer, GodwitOwner owner) {
        ObjectNode follow = peer.activity("Follow", "follow").put("object", owner.actor());
        assertThat(peer.deliver(home.host(), "/inbox", follow)).isBetween(200, 299);
        eventually(() ->
                assertThat(GodwitOwner.names(owner.followers(), peer.actor())).isTrue());
    }

    /** The first line of the answer to a GET. */
    private static String head(PeerNetwork.Host at, String path) throws IOException {
        try (Socket plain = new Socket(InetAddress.getByName(at.address()), at.port());
                Socket socket = NETWORK.authority()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, at.name(), at.port(), true)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + at.authority() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    @Test
    void followersNotificationsAndMediaOutliveTheHome() throws IOException {
        var alice = home.account("alice");
        follow(early, alice);
        alice.run("account", "gateways", "add", second.origin(), "--wait", "120");
        follow(late, alice);
        ObjectNode mention = late.createNote("hello", "<p>hello</p>", alice.actor());
        assertThat(late.deliver(home.host(), "/inbox", mention)).isBetween(200, 299);
        Path picture = Files.write(folder.resolve("dot.png"), PNG);
        var post = alice.post("With a picture", "--media", picture.toString());
        for (String view : List.of("followers", "notifications")) {
            eventually(() -> assertThat(GodwitOwner.names(
                            GodwitOwner.items(alice.run(view, "--gateway", second.origin())), late.actor()))
                    .as("%s at the second", view)
                    .isTrue());
        }
        Matcher file = Pattern.compile("hl:zQm[1-9A-HJ-NP-Za-km-z]+")
                .matcher(alice.thread(post.id()).toString());
        assertThat(file.find()).isTrue();
        eventually(() -> assertThat(head(second.host(), "/.well-known/apgateway-media/" + file.group()))
                .contains(" 200 "));

        home.kill9();

        eventually(() -> {
            assertThat(GodwitOwner.names(alice.followers(), early.actor())).isTrue();
            assertThat(GodwitOwner.names(alice.followers(), late.actor())).isTrue();
            assertThat(GodwitOwner.names(
                            alice.notifications(),
                            mention.path("object").path("id").asText()))
                    .isTrue();
        });
        assertThat(alice.thread(post.id()).toString()).contains("With a picture");
    }
}
