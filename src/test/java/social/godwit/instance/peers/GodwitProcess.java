package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.postgres.PreparedPostgres;
import social.godwit.instance.session.InstanceDatabase;
import social.godwit.store.testing.FreePorts;

/** A Godwit instance as its operator runs it: the packaged application, started by the launcher, with its own PostgreSQL. */
final class GodwitProcess implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(60);
    private static final String READY = "ready: ";

    /** For scrapes: one for all, without upgrades to HTTP/2. With a new one for each, a scrape now and then waited for ever. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final PeerNetwork network;
    private final PeerNetwork.Host host;
    private final Path folder;
    private final int managementPort;
    private final Map<String, String> more;
    private RunningProcess process;

    private GodwitProcess(PeerNetwork network, PeerNetwork.Host host, Path folder, Map<String, String> more) {
        this.network = network;
        this.host = host;
        this.folder = folder;
        this.more = more;
        this.managementPort = FreePorts.next();
    }

    /** Starts a new, empty instance under a host name that begins with {@code label}. */
    static GodwitProcess start(PeerNetwork network, String label) {
        return start(network, label, Map.of());
    }

    /** Starts a new, empty instance that makes its database itself, in a data folder that {@code prepare} made. */
    static GodwitProcess start(PeerNetwork network, String label, Consumer<Path> prepare) {
        return start(network, label, prepare, Map.of());
    }

    /** Starts a new, empty instance that looks up the proofs of domains at this resolver. */
    static GodwitProcess start(PeerNetwork network, String label, DnsStandIn dns) {
        return start(network, label, Map.of("GODWIT_DNS_RESOLVERS", dns.address()));
    }

    /** Starts a new, empty instance with these environment variables. */
    static GodwitProcess start(PeerNetwork network, String label, Map<String, String> more) {
        return start(network, label, PreparedPostgres::in, more);
    }

    private static GodwitProcess start(
            PeerNetwork network, String label, Consumer<Path> prepare, Map<String, String> more) {
        var host = network.host(label);
        var instance = new GodwitProcess(network, host, network.folderFor(host.name()), more);
        prepare.accept(instance.data());
        instance.up();
        return instance;
    }

    /** Where the instance keeps its database. */
    Path data() {
        return folder.resolve("data");
    }

    /** Starts it, also again over the data that it left. */
    void up() {
        packaged();
        var command = List.of(
                launcher().toString(),
                "up",
                "--origin",
                origin(),
                "--listen",
                host.address() + ":" + host.port(),
                "--data",
                folder.resolve("data").toString());
        var environment = new HashMap<String, String>();
        environment.put(
                "GODWIT_TLS_CERTIFICATE", host.certificate().certificate().toString());
        environment.put("GODWIT_TLS_KEY", host.certificate().key().toString());
        environment.put("GODWIT_REMOTE_TRUST", network.authority().pem().toString());
        environment.put("GODWIT_REMOTE_ALLOW", "127.0.0.0/8");
        environment.put("GODWIT_REGISTRATIONS", "open");
        environment.put("GODWIT_MANAGEMENT_PORT", String.valueOf(managementPort));
        environment.put("GODWIT_JAVA_OPTIONS", RunningInstance.QUICK + " " + javaOptions(network));
        environment.putAll(more);
        try {
            process = RunningProcess.start(
                    command, environment, folder, folder.resolve("server.log"), READY, STARTS_WITHIN);
        } catch (IllegalStateException notReady) {
            kill9Postgres();
            throw notReady;
        }
    }

    String origin() {
        return host.origin();
    }

    /** Its host in the test's network. */
    PeerNetwork.Host host() {
        return host;
    }

    /** What the instance printed since it was first started. */
    String log() {
        return process.output();
    }

    /** A new account whose owner sits at the command line. */
    GodwitOwner account(String name) {
        return GodwitOwner.register(network, this, network.folderFor(host.name() + "-" + name), name);
    }

    /** Ends the application at once; its PostgreSQL runs on, as it would. */
    void kill9() {
        process.kill9();
    }

    /** Stops the application where it stands: connections stay open, nothing is answered. */
    void freeze() {
        process.signal("STOP");
    }

    /** Lets it go on. */
    void thaw() {
        process.signal("CONT");
    }

    /**
     * What the operator's command line says.
     *
     * @param status its exit status
     */
    record Said(int status, JsonNode json) {}

    /** Runs a command of its operator, whose key lies in the data folder. */
    Said operator(String... words) {
        var command = new ArrayList<>(List.of(words));
        command.addAll(List.of("--gateway", origin(), "--data", data().toString(), "--json"));
        Map<String, String> environment = RunningProcess.clean(new HashMap<>(System.getenv()));
        environment.putAll(clientEnvironment(network, folder));
        PackagedClient.Said said = PackagedClient.run(environment, command);
        if (said.out().isBlank()) {
            throw new IllegalStateException(String.join(" ", words) + " failed: " + said.err());
        }
        try {
            return new Said(said.status(), FedifyPeer.JSON.readTree(said.out()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loses a document, with bytes and hash, that it has of an account; whether it was there. */
    boolean lose(String did, String path) {
        try (var connection = database();
                var query = connection.prepareStatement("delete from document where did = ? and path = ?")) {
            query.setString(1, did);
            query.setString(2, path);
            return query.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Comes back with an empty database that has nothing left but the instance's keys, as from a backup of its first day. */
    void loseAllButItsKey() {
        kill9();
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute("""
                    do $$ begin
                        execute (select 'truncate ' || string_agg(format('%I', tablename), ', ') from pg_tables
                            where schemaname = 'public' and tablename not like 'flyway%' and tablename not in
                                ('instance_key', 'inspection', 'stream_partition', 'inbox_shard', 'inbox_lane'));
                    end $$
                    """);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        up();
    }

    /** The body that it answers to anybody's GET; nothing when it does not answer 200. */
    byte[] get(String path) {
        try (Socket plain = new Socket(host.address(), host.port());
                Socket socket = network.authority()
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, host.name(), host.port(), true)) {
            plain.setSoTimeout((int) ANSWERS_WITHIN.toMillis());
            String request = "GET " + path + " HTTP/1.0\r\nHost: " + host.authority() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            byte[] answer = socket.getInputStream().readAllBytes();
            String text = new String(answer, StandardCharsets.ISO_8859_1);
            return text.startsWith("HTTP/1.0 200") || text.startsWith("HTTP/1.1 200")
                    ? Arrays.copyOfRange(answer, text.indexOf("\r\n\r\n") + 4, answer.length)
                    : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The private key that it signs with for an account: what an operator who turns on the account has. */
    PrivateKey keyOf(String did) {
        try (var connection = database();
                var query = connection.prepareStatement("select key_pem from account where did = ?")) {
            query.setString(1, did);
            var rows = query.executeQuery();
            rows.next();
            byte[] pkcs8 = Base64.getMimeDecoder().decode(rows.getString(1).replaceAll("-----[A-Z ]+-----", ""));
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection database() throws SQLException {
        try {
            return InstanceDatabase.of(data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hash and class of all that it holds of an account's repository: with bytes, erased, and refused as deleted. */
    List<String> repository(String did) {
        try (var connection = database();
                var query = connection.prepareStatement("""
                        select encode(hash, 'hex') || ' ' || class || ' ' || coalesce(gone, 'held') || ' ' || listed || ' '
                            || deleted from document where did = ? and standalone order by 1
                        """)) {
            query.setString(1, did);
            var rows = query.executeQuery();
            List<String> items = new ArrayList<>();
            while (rows.next()) {
                items.add(rows.getString(1));
            }
            return items;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a query of its database counts, with one parameter. */
    long count(String sql, String parameter) {
        try (var connection = database();
                var query = connection.prepareStatement(sql)) {
            query.setString(1, parameter);
            var rows = query.executeQuery();
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends its PostgreSQL at once, all of it, as a power cut would. */
    void kill9Postgres() {
        try {
            InstanceDatabase.kill(data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the application in good order. */
    void stop() {
        process.close();
    }

    /** Metrics as Prometheus reads them; a scrape that is not answered fails instead of waiting for ever. */
    String metrics() {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/q/metrics"))
                    .timeout(ANSWERS_WITHIN)
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
        kill9Postgres(); // where the application could not end it any more
    }

    /** The launcher at the root of the checkout. */
    static Path launcher() {
        return Path.of(System.getProperty("basedir", "."))
                .toAbsolutePath()
                .normalize()
                .resolveSibling("godwit");
    }

    /** How a Godwit's JVM, instance or client, learns the network's names and whom to trust. */
    static String javaOptions(PeerNetwork network) {
        return "-Djdk.net.hosts.file=" + network.hostsFile() + " -Djavax.net.ssl.trustStore=" + trustStore(network)
                + " -Djavax.net.ssl.trustStorePassword=godwit";
    }

    private static synchronized Path trustStore(PeerNetwork network) {
        Path file = network.authority().pem().resolveSibling("authority.p12");
        if (Files.exists(file)) {
            return file;
        }
        try (var pem = Files.newInputStream(network.authority().pem());
                var out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            store.store(out, "godwit".toCharArray());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Inside a Maven build the application has just been packaged: the launcher need not see to that. */
    private static void packaged() {
        if (Boolean.getBoolean("peers.packaged")) {
            try {
                Files.writeString(launcher().resolveSibling("src/target/quarkus-app/.built"), "");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Runs the command line with an environment; package-private for {@link GodwitOwner}. */
    static Map<String, String> clientEnvironment(PeerNetwork network, Path home) {
        return Map.of(
                "GODWIT_HOME",
                home.toString(),
                "GODWIT_PASSPHRASE",
                "correct horse battery staple godwit",
                "GODWIT_EXPORT_PASSPHRASE",
                "another horse battery staple godwit",
                "GODWIT_JAVA_OPTIONS",
                javaOptions(network));
    }
}
