package social.godwit.instance.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the peers' programs are; installs them at first use through {@code src/test/peers/install.sh}. */
final class PeerInstallation {
    private static final int MINUTES = 10;
    private static final Map<String, Path> INSTALLED = new ConcurrentHashMap<>();

    private PeerInstallation() {}

    /** This module's {@code test/peers}: what the peers are made of. */
    static Path sources() {
        return Path.of(System.getProperty("basedir", "."))
                .resolve("test/peers")
                .toAbsolutePath()
                .normalize();
    }

    /** The folder of an installed peer ({@code fedify}, {@code snac2}); skips the test, or fails it in CI, when impossible. */
    static Path of(String peer) {
        Path known = INSTALLED.get(peer);
        return known != null ? known : INSTALLED.computeIfAbsent(peer, PeerInstallation::install);
    }

    /** Skips the running test with a message unless {@code given}; with {@code CI=true} fails it. */
    static void require(boolean given, String otherwise) {
        if (!given && "true".equals(System.getenv("CI"))) {
            Assertions.fail(otherwise);
        }
        Assumptions.assumeTrue(given, otherwise);
    }

    private static Path install(String peer) {
        try {
            Path log = Files.createTempFile("install-" + peer, ".log");
            Path out = Files.createTempFile("install-" + peer, ".out");
            Process process = new ProcessBuilder(
                            "sh", sources().resolve("install.sh").toString(), peer)
                    .redirectError(log.toFile())
                    .redirectOutput(out.toFile())
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(out);
            boolean done = ended && process.exitValue() == 0 && said.startsWith(peer + "=");
            require(done, "The peer " + peer + " cannot be installed here: " + tail(log));
            Files.delete(log);
            Files.delete(out);
            return Path.of(said.strip().substring(peer.length() + 1));
        } catch (IOException e) {
            require(false, "The peer " + peer + " cannot be installed here: " + e);
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String tail(Path log) throws IOException {
        var lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }
}
