package social.godwit.instance.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The PostgreSQL programs that come with the instance, unpacked once per version into a folder. */
final class PostgresBinaries {
    private static final Map<String, String> ARCHIVES = Map.of(
            "linux/amd64", "postgres-linux-x86_64.txz",
            "linux/aarch64", "postgres-linux-arm_64.txz",
            "mac/x86_64", "postgres-darwin-x86_64.txz",
            "mac/aarch64", "postgres-darwin-arm_64.txz");

    private PostgresBinaries() {}

    /** Returns the folder that holds {@code bin/postgres}, unpacking it below {@code parent} when needed. */
    static Path unpackedIn(Path parent) throws IOException {
        String archive = Optional.ofNullable(ARCHIVES.get(platform()))
                .orElseThrow(() -> new LocalPostgresException("No PostgreSQL comes with Godwit for " + platform()
                        + ". Start your own and set GODWIT_DATABASE_URL=postgresql://user:password@host/database."));
        Path home = parent.resolve("postgresql-18");
        if (Files.isRegularFile(home.resolve("bin/postgres"))) {
            return home;
        }
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new LocalPostgresException("This build carries no PostgreSQL for " + platform()
                        + ". Build it on this machine, or set GODWIT_DATABASE_URL.");
            }
            Path fresh = Files.createTempDirectory(parent, "postgresql-18.");
            unpack(packed, fresh);
            try {
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, home);
            }
        }
        return home;
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return (os.contains("mac") ? "mac" : os.contains("linux") ? "linux" : os) + "/" + System.getProperty("os.arch");
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("The archive names a file outside itself: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(target.getParent());
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(tar, target);
                    boolean program = (entry.getMode() & 0b001_000_000) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }
}
