package social.godwit.instance.client.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.instance.client.ClientProblem;

/**
 * The client's folder. Only its owner can read it; one program at a time works in it; a file is replaced whole, after it
 * has reached the disk, so that no crash leaves half a state.
 */
public final class HomeFolder implements AutoCloseable {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 16, 4_000_000, 1_000_000, false);
    private static final String STATE = "state.json";
    private static final String KEYS = "keys.json";

    private final Path path;
    private final FileChannel lockFile;
    private ClientState state;

    private HomeFolder(Path path, FileChannel lockFile, ClientState state) {
        this.path = path;
        this.lockFile = lockFile;
        this.state = state;
    }

    /** Opens the folder, creating it when needed, and waits for nobody: a folder in use is a {@link ClientProblem}. */
    public static HomeFolder open(Path path) {
        try {
            OwnerOnlyFile.createFolder(path);
            FileChannel lockFile =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean opened = false;
            try {
                if (!lock(lockFile))
                    throw new ClientProblem(
                            "Another command is working in " + path + ".", "Wait until it is done and try again.");
                HomeFolder folder = new HomeFolder(path, lockFile, readState(path.resolve(STATE)));
                opened = true;
                return folder;
            } finally {
                if (!opened) lockFile.close();
            }
        } catch (IOException e) {
            throw new ClientProblem(
                    "The folder " + path + " cannot be used: " + e.getMessage() + ".",
                    "Choose another with --home DIR or GODWIT_HOME.",
                    e);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static ClientState readState(Path file) throws IOException {
        if (!Files.exists(file)) return ClientState.EMPTY;
        if (StrictJson.read(Files.readAllBytes(file), LIMITS) instanceof JsonReading.Read(JsonObject json)) {
            Optional<ClientState> state = ClientState.of(json);
            if (state.isPresent()) return state.get();
        }
        throw new ClientProblem(
                file + " is damaged or from a newer version.",
                "Keep a copy of the folder, and use the version of Godwit that wrote it.");
    }

    /** The newest state. */
    public ClientState state() {
        return state;
    }

    /** Replaces the state; it is on the disk when this returns. */
    public void save(ClientState next) {
        write(STATE, Jcs.bytes(next.json()));
        state = next;
    }

    /** The key file's content; empty when there is none. */
    public Optional<byte[]> keys() {
        return read(KEYS);
    }

    /** Replaces the key file. */
    public void saveKeys(byte[] sealed) {
        write(KEYS, sealed);
    }

    /** Reads a file of this folder; empty when there is none. */
    public Optional<byte[]> read(String name) {
        try {
            Path file = path.resolve(name);
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    /** Writes a file of this folder whole; it and its name are on the disk when this returns. */
    public void write(String name, byte[] content) {
        try {
            Path temporary = path.resolve(name + ".new");
            Files.deleteIfExists(temporary);
            OwnerOnlyFile.create(temporary, content);
            Files.move(
                    temporary, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    /**
     * Adds to the end of a file of this folder. A file that has grown beyond {@code max} bytes is kept as {@code older}
     * first, in place of what was there. An end that a crash cut off is the reader's to pass over.
     */
    public void append(String name, String older, byte[] content, int max) {
        try {
            Path file = path.resolve(name);
            if (Files.exists(file) && Files.size(file) > max)
                Files.move(
                        file, path.resolve(older), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            OwnerOnlyFile.append(file, content);
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    /** Removes a file of this folder, if it is there. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(path.resolve(name));
        } catch (IOException e) {
            throw unusable(name, e);
        }
    }

    /** Where the folder lies. */
    public Path path() {
        return path;
    }

    /** Lets other commands in. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw unusable("lock", e);
        }
    }

    private void syncFolder() throws IOException {
        if (!OwnerOnlyFile.posix(path)) return;
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private ClientProblem unusable(String name, IOException e) {
        return new ClientProblem(
                "The file " + path.resolve(name) + " cannot be read or written: " + e.getMessage() + ".",
                "Check the free space and the permissions of the folder.",
                e);
    }
}
