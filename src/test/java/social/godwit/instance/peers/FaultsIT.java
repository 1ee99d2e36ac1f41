package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.instance.peers.Eventually.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an instance says while something it needs is missing, and that it goes on by itself when it is back. */
class FaultsIT {
    private static final PeerNetwork NETWORK = PeerNetwork.shared();
    private static final int DISK_MEGABYTES = 320;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Path> mounted = new ArrayList<>();
    private PlainPeer peer;
    private GodwitProcess godwit;

    @BeforeEach
    void start() {
        peer = PlainPeer.start(NETWORK, "plain");
    }

    @AfterEach
    void stop() throws Exception {
        godwit.close();
        peer.close();
        for (Path folder : mounted) {
            run("umount", folder.toString());
        }
    }

    @Test
    @DisplayName(
            "no room on the disk: 503, nothing is lost of what was answered with 2xx, and it goes on when there is room")
    void diskFull() throws Exception {
        PeerInstallation.require(
                System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/usr/bin/mount")),
                "a small disk needs root and mount");
        godwit = GodwitProcess.start(NETWORK, "godwit", this::smallDisk);
        GodwitOwner alice = godwit.account("alice");
        List<JsonNode> activities = IntStream.range(0, 60)
                .<JsonNode>mapToObj(n -> peer.createNote("full" + n, words(n), alice.actor()))
                .toList();
        Path ballast = godwit.data().resolve("ballast");
        fill(ballast);
        Set<String> taken = new LinkedHashSet<>();
        Set<Integer> statuses = new LinkedHashSet<>();
        for (JsonNode activity : activities) {
            PlainPeer.Answer answer = peer.deliver(godwit.host(), inboxOf(alice), activity, Instant.now());
            statuses.add(answer.status());
            if (answer.status() / 100 == 2) {
                taken.add(activity.path("object").path("id").asText());
            } else {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).matches("[0-9]+");
            }
        }
        assertThat(statuses).contains(503);
        assertThat(godwit.log()).contains("No space left on device");
        Files.delete(ballast);
        everythingArrivesOnce(alice, activities);
        assertThat(taken).hasSizeLessThan(activities.size());
    }

    @Test
    @DisplayName("the database killed under the instance: 503 until it runs again, which needs nobody's hands")
    void databaseAway() {
        godwit = GodwitProcess.start(NETWORK, "godwit");
        GodwitOwner alice = godwit.account("alice");
        List<JsonNode> activities = IntStream.range(0, 20)
                .<JsonNode>mapToObj(n -> peer.createNote("away" + n, "<p>Note " + n + "</p>", alice.actor()))
                .toList();
        assertThat(peer.deliver(godwit.host(), inboxOf(alice), activities.getFirst()))
                .isEqualTo(202);
        godwit.kill9Postgres();
        Set<Integer> statuses = new LinkedHashSet<>();
        for (JsonNode activity : activities) {
            PlainPeer.Answer answer = peer.deliver(godwit.host(), inboxOf(alice), activity, Instant.now());
            statuses.add(answer.status());
            if (answer.status() / 100 != 2) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.retryAfter()).matches("[0-9]+");
            }
        }
        assertThat(statuses).contains(503);
        everythingArrivesOnce(alice, activities);
    }

    @Test
    @DisplayName("a sender whose clock is wrong by more than an hour is told so; a little is forgiven, either way")
    void clockWrong() {
        godwit = GodwitProcess.start(NETWORK, "godwit");
        GodwitOwner alice = godwit.account("alice");
        int n = 0;
        for (Duration wrong : List.of(Duration.ofMinutes(90), Duration.ofMinutes(-90))) {
            JsonNode note = peer.createNote("wrong" + n++, "<p>then</p>", alice.actor());
            assertThat(peer.deliver(
                                    godwit.host(),
                                    inboxOf(alice),
                                    note,
                                    Instant.now().plus(wrong))
                            .status())
                    .isEqualTo(401);
        }
        for (Duration wrong : List.of(Duration.ofMinutes(50), Duration.ofMinutes(-50))) {
            JsonNode note = peer.createNote("wrong" + n++, "<p>now</p>", alice.actor());
            assertThat(peer.deliver(
                                    godwit.host(),
                                    inboxOf(alice),
                                    note,
                                    Instant.now().plus(wrong))
                            .status())
                    .isEqualTo(202);
        }
    }

    /** As senders do: what was not answered with 2xx is sent again. Nothing is told twice, nothing is missing. */
    private void everythingArrivesOnce(GodwitOwner owner, List<JsonNode> activities) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        for (JsonNode activity : activities) {
            while (peer.deliver(godwit.host(), inboxOf(owner), activity) / 100 != 2) {
                assertThat(System.nanoTime()).as("it does not recover").isLessThan(deadline);
                LockSupport.parkNanos(RETRY_NANOS); // as any sender waits before it tries again
            }
        }
        eventually(() -> {
            List<JsonNode> told = owner.all("notifications");
            for (JsonNode activity : activities) {
                String note = activity.path("object").path("id").asText();
                assertThat(GodwitOwner.count(told, note)).as(note).isEqualTo(1);
            }
        });
    }

    private void smallDisk(Path folder) {
        try {
            Files.createDirectories(folder);
            run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", folder.toString());
            mounted.add(folder);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves not one block free. */
    private static void fill(Path ballast) {
        byte[] block = new byte[4_096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    /** Long enough that a few of them need room that is not there. */
    private static String words(int n) {
        var text = new StringBuilder("<p>");
        for (int i = 0; i < 4_000; i++) {
            text.append(Integer.toHexString((n + 1) * 31 * (i + 7) * 65_537)).append(' ');
        }
        return text.append("</p>").toString();
    }

    private String inboxOf(GodwitOwner owner) {
        return owner.actor().substring(godwit.origin().length()) + "/inbox";
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new UncheckedIOException(new IOException(String.join(" ", command) + ": " + said));
        }
    }
}
