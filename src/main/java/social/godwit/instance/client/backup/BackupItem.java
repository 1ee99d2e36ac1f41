package social.godwit.instance.client.backup;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.instance.client.ClientProblem;

/** One record of a backup, after the manifest and the keys. In the file it is a byte of kind, four of length, and the content. */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public sealed interface BackupItem {
    /** Longest content of a record, in bytes. */
    int MAX_BYTES = 2 << 20;

    /** Bytes of a medium in one record. */
    int PIECE_BYTES = 1 << 20;

    /** A signed document of the account, as it is kept at its gateways. */
    record Document(byte[] bytes) implements BackupItem {}

    /** A document of which only the hash is left, since it was deleted or removed: {@code reason} says which. */
    record Gone(Sha256 hash, String reason) implements BackupItem {}

    /**
     * Somebody who follows the account.
     *
     * @param actor the follower's id
     * @param follow the id of the Follow
     * @param inbox where the follower is told
     * @param sharedInbox where all of its host is told; empty when there is none
     */
    record Follower(String actor, String follow, String inbox, String sharedInbox) implements BackupItem {}

    /** What a gateway observed for the account and signed: who follows, by the follower's own request, and the like. */
    record Observed(byte[] bytes) implements BackupItem {}

    /**
     * A picture, sound or film; its pieces follow it at once.
     *
     * @param hash of the whole file
     * @param size in bytes; none when the file is not in the backup, only its hash
     */
    record Medium(Sha256 hash, OptionalLong size) implements BackupItem {}

    /** The next bytes of the medium before it. */
    record Piece(byte[] bytes) implements BackupItem {}

    /**
     * The end, and what came before it.
     *
     * @param missing how many documents the account has listed that no server could give when the backup was made
     */
    record End(long documents, long gone, long followers, long records, long media, long missing)
            implements BackupItem {}

    /** The kinds, as their bytes in the file. */
    int MANIFEST = 1;

    int KEYS = 2;
    int DOCUMENT = 3;
    int GONE = 4;
    int FOLLOWER = 5;
    int MEDIUM = 6;
    int PIECE = 7;
    int END = 8;
    int RECORD = 9;

    /** The content of the next record, which must be of this kind. */
    static byte[] expect(DataInputStream in, int kind) throws IOException {
        if (in.readUnsignedByte() != kind) throw malformed();
        return content(in);
    }

    /** The next record. */
    static BackupItem read(DataInputStream in) throws IOException {
        try {
            int kind = in.readUnsignedByte();
            byte[] content = content(in);
            return switch (kind) {
                case DOCUMENT -> new Document(content);
                case GONE -> gone(json(content));
                case FOLLOWER -> follower(json(content));
                case RECORD -> new Observed(content);
                case MEDIUM -> medium(json(content));
                case PIECE -> new Piece(content);
                case END -> end(json(content));
                default -> throw malformed();
            };
        } catch (EOFException e) {
            throw malformed();
        }
    }

    private static byte[] content(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) throw malformed();
        byte[] content = in.readNBytes(length);
        if (content.length < length) throw malformed();
        return content;
    }

    private static BackupItem gone(JsonObject json) {
        return new Gone(hash(json), json.string("reason").orElseThrow(BackupItem::malformed));
    }

    private static BackupItem follower(JsonObject json) {
        return new Follower(
                json.string("actor").orElseThrow(BackupItem::malformed),
                json.string("follow").orElse(""),
                json.string("inbox").orElse(""),
                json.string("sharedInbox").orElse(""));
    }

    private static BackupItem medium(JsonObject json) {
        boolean here = json.get("here") instanceof JsonBoolean flag && flag.value();
        return new Medium(hash(json), here ? OptionalLong.of(number(json, "size")) : OptionalLong.empty());
    }

    private static BackupItem end(JsonObject json) {
        return new End(
                number(json, "documents"),
                number(json, "gone"),
                number(json, "followers"),
                json.has("records") ? number(json, "records") : 0,
                number(json, "media"),
                number(json, "missing"));
    }

    private static Sha256 hash(JsonObject json) {
        return json.string("hash").flatMap(Sha256::parseMultibase).orElseThrow(BackupItem::malformed);
    }

    private static long number(JsonObject json, String member) {
        long number =
                json.get(member) instanceof JsonNumber value ? value.integer().orElse(-1) : -1;
        if (number < 0) throw malformed();
        return number;
    }

    /** A record's content as JSON. */
    static JsonObject json(byte[] content) {
        Optional<JsonObject> json = StrictJson.read(content, new JsonLimits(MAX_BYTES, 32, 65_536, 4_096, false))
                        instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
        return json.orElseThrow(BackupItem::malformed);
    }

    /** What is proven to be written under the passphrase, and still makes no sense. */
    static ClientProblem malformed() {
        return new ClientProblem(
                "The backup opens, and what is in it is not a backup of this form.",
                "Was it written by a newer version of Godwit? Use that one.");
    }
}
