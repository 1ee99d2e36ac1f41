package social.godwit.instance.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The PostgreSQL that came with a running instance, for tests that let time pass in it, look into it, or end it. */
public final class InstanceDatabase {
    /** Its lines: number of the process, folder, time of the start, port. */
    private static final String PID_FILE = "postgres/cluster/postmaster.pid";

    private InstanceDatabase() {}

    public static Connection of(Path data) throws IOException, SQLException {
        String port = Awaitility.await("the port of the database in " + data)
                .atMost(Duration.ofMinutes(1))
                .until(() -> lines(data), lines -> lines.size() > 3) // written when it starts
                .get(3)
                .strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "godwit",
                Files.readString(data.resolve("postgres/password")).strip());
    }

    /** Ends it at once, all of it, as a power cut would; nothing happens where none runs any more. */
    public static void kill(Path data) throws IOException {
        Optional<ProcessHandle> running = lines(data).stream()
                .findFirst()
                .map(String::strip)
                .map(Long::parseLong)
                .flatMap(ProcessHandle::of)
                .filter(InstanceDatabase::isPostgres);
        running.ifPresent(postmaster -> {
            List<ProcessHandle> all = postmaster.descendants().toList();
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            postmaster.onExit().join();
            all.forEach(child -> child.onExit().join());
        });
    }

    /** The number of a process that has ended is given to another one day. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    private static List<String> lines(Path data) throws IOException {
        try {
            return Files.readAllLines(data.resolve(PID_FILE));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
