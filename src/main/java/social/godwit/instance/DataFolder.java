package social.godwit.instance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.Randomness;
import social.godwit.instance.config.InvalidConfiguration;
import social.godwit.instance.config.StartOptions;
import social.godwit.instance.postgres.LocalPostgres;

/** The folder that one running instance owns: its database, its operator's key. Locked while the instance runs. */
final class DataFolder {
    private final Path path;

    // Held, never read: closing the channel would give the folder away.
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final FileLock lock;

    private DataFolder(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Opens the folder, creating it when needed, and refuses when another instance runs on it. */
    static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new InvalidConfiguration("Another instance is running on " + path
                        + ". Stop it, or give this one a folder of its own with --data DIR.");
            }
            return new DataFolder(path, lock);
        } catch (IOException | OverlappingFileLockException e) {
            throw new InvalidConfiguration("The data folder " + path + " cannot be used: " + e.getMessage());
        }
    }

    /** The database to use: the one named by {@code GODWIT_DATABASE_URL}, else this folder's own, started now. */
    String databaseUrl(StartOptions options, Map<String, String> environment) {
        String given = environment.get("GODWIT_DATABASE_URL");
        if (given != null && !given.isBlank()) {
            return given;
        }
        var random = new SecureRandom();
        Randomness randomness = count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
        LocalPostgres postgres = LocalPostgres.start(path, randomness);
        postgres.keepRunning();
        // After Quarkus has closed its connections: its own shutdown hook runs first, and a fast stop ends the rest.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAfter(options, postgres), "stop-postgres"));
        return postgres.url();
    }

    private static void stopAfter(StartOptions options, LocalPostgres postgres) {
        options.awaitShutdownOfInstance();
        postgres.close();
    }
}
