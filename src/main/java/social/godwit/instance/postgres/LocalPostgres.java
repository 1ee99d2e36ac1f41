package social.godwit.instance.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import social.godwit.identity.Randomness;

/**
 * The PostgreSQL server that comes with an instance and lives inside its data folder: durable (fsync and synchronous
 * commit on), on a free port of the loopback address, with a generated password. It is stopped cleanly with the
 * instance; after a kill -9 of either, the next start ends what was left running and recovers from the write-ahead log.
 * While the instance runs, a server that ends by itself is started again.
 */
public final class LocalPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalPostgres.class);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final int LAUNCHES = 3;
    private static final int PASSWORD_BYTES = 24;

    private final Path programs;
    private final Path cluster;
    private final Path folder;
    private volatile int port;
    private final String password;
    private volatile boolean closed;

    private LocalPostgres(Path programs, Path folder, int port, String password) {
        this.programs = programs;
        this.folder = folder;
        this.cluster = folder.resolve("cluster");
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server whose files lie in {@code dataFolder/postgres}, creating them at the first start.
     *
     * @throws LocalPostgresException when it cannot be started; the message says why and what to do
     */
    public static LocalPostgres start(Path dataFolder, Randomness randomness) {
        try {
            Path folder = Files.createDirectories(dataFolder.resolve("postgres").toAbsolutePath());
            Path programs = PostgresBinaries.unpackedIn(folder).resolve("bin");
            String password = passwordIn(folder.resolve("password"), randomness);
            var server = new LocalPostgres(programs, folder, freePort(), password);
            server.stopWhatWasLeftRunning();
            if (!Files.exists(server.cluster.resolve("PG_VERSION"))) {
                server.initialise();
            }
            server.launchPatiently();
            return server;
        } catch (IOException e) {
            throw new LocalPostgresException("The database in " + dataFolder + " cannot be started: " + e, e);
        }
    }

    /** The address for clients, with user and password, as {@code GODWIT_DATABASE_URL} has it. */
    public String url() {
        return "postgresql://godwit:" + password + "@127.0.0.1:" + port + "/postgres";
    }

    /** The identifier of the server's first process, for those who watch its memory. */
    public long pid() {
        try {
            return Files.readAllLines(cluster.resolve("postmaster.pid")).stream()
                    .findFirst()
                    .map(Long::parseLong)
                    .orElse(-1L);
        } catch (IOException e) {
            return -1L;
        }
    }

    /**
     * From now on, starts the server again, on its port, whenever it ends without having been told to: killed, or stopped
     * by a full disk. Returns at once; it goes on trying until it runs.
     */
    public void keepRunning() {
        Thread.ofPlatform().daemon().name("postgres-watch").start(() -> {
            while (!closed) {
                ProcessHandle.of(pid())
                        .filter(LocalPostgres::isPostgres)
                        .ifPresent(server -> server.onExit().join());
                if (!closed) {
                    relaunch();
                }
            }
        });
    }

    private void relaunch() {
        LOG.warn("the database has ended and is started again");
        try {
            launch();
            LOG.warn("the database runs again");
        } catch (IOException | LocalPostgresException e) {
            LOG.errorf("the database cannot be started, which is tried again: %s", e.getMessage());
            pause();
        }
    }

    /** The identifier of a process that has ended is given to another one day. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    /** Stops the server and waits for its last checkpoint. */
    @Override
    public void close() {
        closed = true;
        try {
            run(STOPS_WITHIN, "pg_ctl", "-D", cluster.toString(), "-m", "fast", "-w", "stop");
        } catch (IOException e) {
            throw new LocalPostgresException("The database did not stop cleanly; it recovers at the next start.", e);
        }
    }

    private void stopWhatWasLeftRunning() throws IOException {
        if (pid() > 0 && ProcessHandle.of(pid()).isPresent()) {
            // An instance that was killed leaves its server behind. A second instance over the same folder is
            // told apart by the lock that the instance holds on the folder.
            run(STOPS_WITHIN, "pg_ctl", "-D", cluster.toString(), "-m", "fast", "-w", "stop");
        }
    }

    private void initialise() throws IOException {
        run(
                STARTS_WITHIN,
                "initdb",
                "-D",
                cluster.toString(),
                "-U",
                "godwit",
                "--auth=scram-sha-256",
                "--pwfile=" + folder.resolve("password"),
                "--encoding=UTF8",
                "--no-locale",
                "--data-checksums");
    }

    /**
     * Starts the server; for a moment after it was killed, what it leaves behind can be in the way, and somebody else may have taken
     * the port meanwhile.
     */
    private void launchPatiently() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                launch();
                return;
            } catch (LocalPostgresException e) {
                if (attempt == LAUNCHES) {
                    throw e;
                }
                pause();
                port = freePort();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalPostgresException("interrupted", e);
        }
    }

    private void launch() throws IOException {
        String options = String.join(
                " ",
                "-p " + port,
                "-h 127.0.0.1",
                "-c unix_socket_directories=''",
                "-c fsync=on",
                "-c synchronous_commit=on",
                "-c full_page_writes=on",
                "-c max_connections=40",
                "-c shared_buffers=32MB",
                "-c wal_buffers=4MB",
                "-c max_wal_size=1GB",
                "-c min_wal_size=128MB",
                "-c checkpoint_completion_target=0.9",
                "-c max_parallel_workers_per_gather=0",
                // A table that grew from nothing within a minute must not be read from end to end by plans made while
                // it was
                // empty, nor the queue's dead rows pile up.
                "-c random_page_cost=1.1",
                "-c autovacuum_naptime=5s",
                "-c jit=off",
                "-c huge_pages=off",
                "-c logging_collector=off",
                "-c log_min_messages=warning");
        run(
                STARTS_WITHIN,
                "pg_ctl",
                "-D",
                cluster.toString(),
                "-l",
                folder.resolve("server.log").toString(),
                "-w",
                "-t",
                String.valueOf(STARTS_WITHIN.toSeconds()),
                "-o",
                options,
                "start");
    }

    private void run(Duration limit, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // PostgreSQL refuses to run as root; inside a user namespace of its own it is nobody in particular.
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, program, ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LocalPostgresException(program + " did not finish within " + limit.toSeconds() + " s; see "
                        + folder.resolve("server.log"));
            }
            if (process.exitValue() != 0) {
                throw new LocalPostgresException(
                        program + " failed: "
                                + Files.readString(output, StandardCharsets.UTF_8)
                                        .strip() + "\nSee "
                                + folder.resolve("server.log")
                                + ", or use a database of your own with GODWIT_DATABASE_URL=postgresql://user:password@host/database.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalPostgresException(program + " was interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static String passwordIn(Path file, Randomness randomness) throws IOException {
        if (!Files.exists(file)) {
            var hex = java.util.HexFormat.of().formatHex(randomness.bytes(PASSWORD_BYTES));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, hex);
        }
        return Files.readString(file).strip();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
