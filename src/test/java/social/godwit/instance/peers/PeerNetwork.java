package social.godwit.instance.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The loopback world that the peers of one test run share: host names, addresses, certificates and a folder. */
final class PeerNetwork {
    private static final int HTTPS = 443;
    private static final int UNPRIVILEGED_HTTPS = 8443;
    private static final int FIRST_BLOCK = 64;
    private static final int BLOCKS = 128;
    private static final int BLOCK_SIZE = 250;
    private static final PeerNetwork SHARED = new PeerNetwork();

    private final Path folder;
    private final TestAuthority authority;
    private final int port;
    private final String prefix;
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final List<Path> hostsFiles = new ArrayList<>();

    /** A host of the test's own: its name, its loopback address, the port that it serves HTTPS on, its certificate. */
    record Host(String name, String address, int port, TestAuthority.HostCertificate certificate) {
        /** Scheme, name and, where it is not the usual one, port. */
        String origin() {
            return "https://" + authority();
        }

        /** Name and, where it is not the usual one, port: what stands after the second @ of a handle. */
        String authority() {
            return port == HTTPS ? name : name + ":" + port;
        }
    }

    private PeerNetwork() {
        long pid = ProcessHandle.current().pid();
        prefix = "127." + (FIRST_BLOCK + pid / BLOCK_SIZE % BLOCKS) + "." + (1 + pid % BLOCK_SIZE) + ".";
        try {
            // An earlier run may have had the same number, and left its accounts.
            folder = Files.createTempDirectory(
                    Files.createDirectories(
                            Path.of("target", "peers").toAbsolutePath().normalize()),
                    "run-" + pid + "-");
            authority = TestAuthority.createIn(folder.resolve("authority"));
            SSLContext.setDefault(authority.clientContext());
            hostsFiles.add(folder.resolve("hosts"));
            port = mayBind(HTTPS) ? HTTPS : UNPRIVILEGED_HTTPS;
            writeHosts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The network of this test run. */
    static PeerNetwork shared() {
        return SHARED;
    }

    TestAuthority authority() {
        return authority;
    }

    /** The hosts file that all names are resolved from. */
    Path hostsFile() {
        return hostsFiles.get(0);
    }

    /** A new folder for a peer's files and logs. */
    Path folderFor(String peer) {
        try {
            return Files.createDirectories(folder.resolve(peer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A host whose name begins with {@code label}; a label that is taken gets a number. */
    synchronized Host host(String label) {
        String name = label + ".test";
        for (int n = 2; hosts.containsKey(name); n++) {
            name = label + "-" + n + ".test";
        }
        var host = new Host(name, prefix + (hosts.size() + 2), port, authority.certify(name));
        hosts.put(name, host);
        PeerNames.add(name, host.address());
        writeHosts();
        return host;
    }

    /** The host that a URL's authority names, when it is one of this network's. */
    synchronized Optional<Host> named(String authority) {
        return hosts.values().stream()
                .filter(host -> host.authority().equals(authority))
                .findFirst();
    }

    /** Keeps another hosts file, in a peer's own folder, like this network's. */
    synchronized void alsoKeep(Path hostsFile) {
        hostsFiles.add(hostsFile);
        writeHosts();
    }

    synchronized void forget(Path hostsFile) {
        hostsFiles.remove(hostsFile);
    }

    /** An HTTP client for tests that trusts the authority; names are resolved by the caller through {@link Host#address}. */
    HttpClient client() {
        return HttpClient.newBuilder()
                .sslContext(authority.clientContext())
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** Whoever looks a name up meanwhile finds the old file or the new one, whole. */
    private void writeHosts() {
        var text = new StringBuilder("127.0.0.1 localhost\n");
        hosts.values()
                .forEach(host -> text.append(host.address())
                        .append(' ')
                        .append(host.name())
                        .append('\n'));
        for (Path file : hostsFiles) {
            try {
                Path next = Files.writeString(file.resolveSibling("hosts.next"), text);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean mayBind(int wanted) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(prefix + "1", wanted));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
