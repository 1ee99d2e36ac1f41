package social.godwit.identity.document;

import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/**
 * Documents that are named after their content: entries of the key log, checkpoints and acts of networks. Their ids end with
 * the hash of the closed map that they carry, without its signature, so that no later version can ever replace one, and
 * nothing else may use such an id, not even a Tombstone.
 */
public final class ContentId {
    /** Type of an entry of the key log; its map is the member {@code entry}, its path {@code /keylog/zQm…}. */
    public static final String KEY_LOG_ENTRY = "KeyLogEntry";

    /** Type of a checkpoint; its map is the member {@code checkpoint}, its path {@code /checkpoints/zQm…}. */
    public static final String CHECKPOINT = "Checkpoint";

    /** Type of what somebody says in a network's affairs; its map is the member {@code act}, its path {@code /acts/zQm…}. */
    public static final String NETWORK_ACT = "NetworkAct";

    private static final String KEY_LOG_PATH = "/keylog/";
    private static final String CHECKPOINT_PATH = "/checkpoints/";
    private static final String ACT_PATH = "/acts/";

    private ContentId() {}

    /** The hash that names such a document: of the closed map without {@code signature}. */
    public static Sha256 hash(JsonObject map) {
        return Jcs.hash(map.without("signature"));
    }

    /** The id of the entry with this map in the repository of this owner. */
    public static PortableId ofEntry(Did owner, JsonObject entry) {
        return PortableId.of(owner, KEY_LOG_PATH + hash(entry).multibase());
    }

    /** The id of the checkpoint with this map. */
    public static PortableId ofCheckpoint(Did owner, JsonObject checkpoint) {
        return PortableId.of(owner, CHECKPOINT_PATH + hash(checkpoint).multibase());
    }

    /** The id of the act with this map in the repository of this owner. */
    public static PortableId ofAct(Did owner, JsonObject act) {
        return PortableId.of(owner, ACT_PATH + hash(act).multibase());
    }

    /** Whether the id is of this form: such documents are never updated, deleted or replaced. */
    public static boolean reserves(PortableId id) {
        return tail(id, KEY_LOG_PATH)
                .or(() -> tail(id, CHECKPOINT_PATH))
                .or(() -> tail(id, ACT_PATH))
                .isPresent();
    }

    /** Whether id and type go together: a content id with its map, or neither. */
    static boolean consistent(PortableId id, String type, JsonObject document) {
        return switch (type) {
            case KEY_LOG_ENTRY -> named(id, KEY_LOG_PATH, document.object("entry"));
            case CHECKPOINT -> named(id, CHECKPOINT_PATH, document.object("checkpoint"));
            case NETWORK_ACT -> named(id, ACT_PATH, document.object("act"));
            default -> !reserves(id);
        };
    }

    private static boolean named(PortableId id, String prefix, Optional<JsonObject> map) {
        return map.isPresent()
                && tail(id, prefix).filter(hash(map.get())::equals).isPresent();
    }

    private static Optional<Sha256> tail(PortableId id, String prefix) {
        return id.path().startsWith(prefix)
                ? Sha256.parseMultibase(id.path().substring(prefix.length()))
                : Optional.empty();
    }
}
