package social.godwit.instance.client.backup;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import social.godwit.identity.Randomness;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.SealedOutput;

/** Writes the records of a backup in their order, and counts them. Only after {@link #end} is the file whole. */
final class BackupWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 17;

    private final DataOutputStream out;
    private long documents;
    private long gone;
    private long followers;
    private long records;
    private long media;

    BackupWriter(OutputStream file, Manifest manifest, KeyFile keys, char[] passphrase, Randomness randomness)
            throws IOException {
        this.out = new DataOutputStream(new BufferedOutputStream(
                new SealedOutput(new BufferedOutputStream(file, BUFFER), passphrase, randomness), BUFFER));
        json(BackupItem.MANIFEST, manifest.json());
        record(BackupItem.KEYS, keys.seal(passphrase, randomness), 0, -1);
    }

    void document(byte[] bytes) throws IOException {
        documents++;
        record(BackupItem.DOCUMENT, bytes, 0, -1);
    }

    void gone(Sha256 hash, String reason) throws IOException {
        gone++;
        json(
                BackupItem.GONE,
                JsonObject.builder()
                        .put("hash", hash.multibase())
                        .put("reason", reason)
                        .build());
    }

    void follower(BackupItem.Follower follower) throws IOException {
        followers++;
        json(
                BackupItem.FOLLOWER,
                JsonObject.builder()
                        .put("actor", follower.actor())
                        .put("follow", follower.follow())
                        .put("inbox", follower.inbox())
                        .put("sharedInbox", follower.sharedInbox())
                        .build());
    }

    /** What a gateway has signed. */
    void observed(byte[] bytes) throws IOException {
        records++;
        record(BackupItem.RECORD, bytes, 0, -1);
    }

    /** A medium with its bytes. */
    void medium(Sha256 hash, byte[] bytes) throws IOException {
        media++;
        json(
                BackupItem.MEDIUM,
                JsonObject.builder()
                        .put("hash", hash.multibase())
                        .put("here", true)
                        .put("size", bytes.length)
                        .build());
        for (int at = 0; at < bytes.length; at += BackupItem.PIECE_BYTES)
            record(BackupItem.PIECE, bytes, at, Math.min(BackupItem.PIECE_BYTES, bytes.length - at));
    }

    /** A medium of which the backup has the hash only. */
    void medium(Sha256 hash) throws IOException {
        media++;
        json(
                BackupItem.MEDIUM,
                JsonObject.builder()
                        .put("hash", hash.multibase())
                        .put("here", false)
                        .build());
    }

    /** Writes the end. */
    BackupItem.End end(long missing) throws IOException {
        var end = new BackupItem.End(documents, gone, followers, records, media, missing);
        json(
                BackupItem.END,
                JsonObject.builder()
                        .put("documents", documents)
                        .put("gone", gone)
                        .put("followers", followers)
                        .put("records", records)
                        .put("media", media)
                        .put("missing", missing)
                        .build());
        return end;
    }

    private void json(int kind, JsonObject json) throws IOException {
        record(kind, Jcs.bytes(json), 0, -1);
    }

    /** @param count how many bytes from {@code from} on; -1: all */
    private void record(int kind, byte[] content, int from, int count) throws IOException {
        int length = count < 0 ? content.length : count;
        if (length > BackupItem.MAX_BYTES) throw new IllegalArgumentException("a record is too long: " + length);
        out.writeByte(kind);
        out.writeInt(length);
        out.write(content, from, length);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
