package social.godwit.instance.client.backup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.KeyFileReading;
import social.godwit.identity.key.SealedFault;
import social.godwit.identity.key.SealedInput;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;

/**
 * Reads a backup from its beginning to its end, one record at a time. What it gives out was written under the passphrase and is
 * in its place; a {@link ClientProblem} names what is wrong with a file. Whether the documents in it are proven is the caller's
 * to check: see {@link BackupCheck}.
 */
public final class BackupReader implements AutoCloseable {
    private static final int BUFFER = 1 << 17;

    private final Path file;
    private final DataInputStream in;
    private final Manifest manifest;
    private final KeyFile keys;
    private boolean ended;

    private BackupReader(Path file, DataInputStream in, Manifest manifest, KeyFile keys) {
        this.file = file;
        this.in = in;
        this.manifest = manifest;
        this.keys = keys;
    }

    /** Opens a backup; takes about a second. */
    public static BackupReader open(Path file, char[] passphrase, InstantSource clock) {
        try {
            var raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
            boolean opened = false;
            try {
                var in = new DataInputStream(new BufferedInputStream(new SealedInput(raw, passphrase), BUFFER));
                Manifest manifest = Manifest.of(BackupItem.json(BackupItem.expect(in, BackupItem.MANIFEST)), clock)
                        .orElseThrow(BackupItem::malformed);
                KeyFile keys = keys(BackupItem.expect(in, BackupItem.KEYS), passphrase, manifest);
                opened = true;
                return new BackupReader(file, in, manifest, keys);
            } finally {
                if (!opened) raw.close();
            }
        } catch (IOException e) {
            throw problem(file, e);
        }
    }

    private static KeyFile keys(byte[] sealed, char[] passphrase, Manifest manifest) {
        if (KeyFile.open(sealed, passphrase) instanceof KeyFileReading.Opened(KeyFile keys)
                && keys.key(KeyFile.AUTHORITY)
                        .map(SigningKey::did)
                        .filter(manifest.did()::equals)
                        .isPresent()) return keys;
        throw BackupItem.malformed();
    }

    /** What the backup says of itself. */
    public Manifest manifest() {
        return manifest;
    }

    /** The account's key, the beginning of its key log, and the copies of RSA keys, see {@code BackupKeys}. */
    public KeyFile keys() {
        return keys;
    }

    /** The next record, the end being one; nothing after it. */
    public Optional<BackupItem> next() {
        if (ended) return Optional.empty();
        try {
            BackupItem item = BackupItem.read(in);
            ended = item instanceof BackupItem.End;
            if (ended && in.read() >= 0) throw BackupItem.malformed();
            return Optional.of(item);
        } catch (IOException e) {
            throw problem(file, e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw problem(file, e);
        }
    }

    private static ClientProblem problem(Path file, IOException e) {
        return switch (e) {
            case SealedFault fault
            when fault.kind() == SealedFault.Kind.WRONG_PASSPHRASE ->
                new ClientProblem(
                        file + ": the passphrase is wrong, or the file was altered at its beginning.",
                        "It is the one that was yours when the backup was made.",
                        fault);
            case SealedFault fault ->
                new ClientProblem(
                        file + ": " + fault.getMessage() + ".", "Use another copy of it, if there is one.", fault);
            case EOFException early -> BackupItem.malformed();
            case NoSuchFileException missing ->
                new ClientProblem(file + " does not exist.", "Check the name.", missing);
            default -> new ClientProblem(file + " cannot be read: " + e.getMessage() + ".", "", e);
        };
    }
}
