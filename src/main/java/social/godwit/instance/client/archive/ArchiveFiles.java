package social.godwit.instance.client.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import social.godwit.instance.client.ClientProblem;

/**
 * The files of an archive, by their paths in it: {@code a/b.json}, never absolute, never upwards. Reading one never yields
 * more than it is allowed to, however small it was packed.
 */
public interface ArchiveFiles extends Closeable {
    /** The most files of one archive. */
    int FILES_MAX = 400_000;

    /** The longest path, in characters. */
    int PATH_MAX = 1_024;

    /** The paths of all files. */
    Set<String> names();

    /**
     * A file's content; empty when there is none of that name.
     *
     * @param max bytes after which reading ends with a {@link ClientProblem}
     */
    Optional<InputStream> open(String name, long max) throws IOException;

    /** Opens a folder, a zip or a tar; what it is, is told by its content. A {@link ClientProblem} for anything else. */
    static ArchiveFiles open(Path path) {
        try {
            if (Files.isDirectory(path)) return FolderFiles.of(path);
            byte[] start = start(path);
            if (start.length > 3 && start[0] == 'P' && start[1] == 'K') return ZipArchive.of(path);
            if (start.length > 1 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b)
                throw new ClientProblem(
                        path + " is packed with gzip.",
                        "Unpack it into an empty folder, and import that: mkdir old && tar xzf " + path + " -C old");
            if (TarArchive.isTar(start)) return TarArchive.of(path);
            throw new ClientProblem(
                    path + " is neither a zip, nor a tar, nor a folder, nor a list that ends in .csv.",
                    "Is it the file that the old server gave you?");
        } catch (IOException e) {
            throw new ClientProblem(path + " cannot be read: " + e.getMessage() + ".", "Is it complete?", e);
        }
    }

    private static byte[] start(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(512);
        }
    }

    /** Whether a path stays within its archive and means one file on every system. */
    static boolean isSafe(String name) {
        if (name.isEmpty() || name.length() > PATH_MAX || name.startsWith("/") || name.indexOf('\\') >= 0) return false;
        if (name.length() > 1 && name.charAt(1) == ':') return false;
        for (int i = 0; i < name.length(); i++) if (name.charAt(i) < 0x20) return false;
        for (String part : name.split("/", -1))
            if (part.isEmpty() || part.equals(".") || part.equals("..")) return false;
        return true;
    }

    /** The refusal of an archive that was made to do harm. */
    static ClientProblem harmful(Path archive, String why) {
        return new ClientProblem(
                archive + " was not opened: " + why + ".",
                "No server writes such archives. Get it again from the old server, and do not use this one.");
    }
}
