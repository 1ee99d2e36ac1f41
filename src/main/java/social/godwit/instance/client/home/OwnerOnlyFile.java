package social.godwit.instance.client.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that nobody but their owner can read, from their first moment on. */
public final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    /** Makes a file that must not exist yet; its content is on the disk when this returns. */
    public static void create(Path file, byte[] content) throws IOException {
        Files.createFile(file, ownerOnly(file, "rw-------"));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
    }

    /** Adds to the end of a file, which is made when it is missing. */
    static void append(Path file, byte[] content) throws IOException {
        if (!Files.exists(file)) Files.createFile(file, ownerOnly(file, "rw-------"));
        Files.write(file, content, StandardOpenOption.APPEND);
    }

    /** Makes a folder and those above it, where they are missing. */
    static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    }

    static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        if (!posix(path)) return new FileAttribute<?>[0];
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
