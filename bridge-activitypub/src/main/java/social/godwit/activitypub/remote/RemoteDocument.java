package social.godwit.activitypub.remote;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** A document that a stranger published under its own id. */
public final class RemoteDocument {
    private final String id;
    private final byte[] bytes;
    private final URI source;
    private volatile @Nullable JsonObject json;

    /** A document named {@code id}, received from {@code source}. */
    public RemoteDocument(String id, byte[] bytes, URI source) {
        this.id = id;
        this.bytes = bytes;
        this.source = source;
    }

    RemoteDocument(String id, byte[] bytes, JsonObject json, URI source) {
        this(id, bytes, source);
        this.json = json;
    }

    /** The id as the document spells it. */
    public String id() {
        return id;
    }

    /** The bytes as received. Not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    /** The document, parsed; an object without members when the bytes are no JSON object within the limits. */
    public JsonObject json() {
        JsonObject parsed = json;
        if (parsed == null) {
            parsed = StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                            && read.value() instanceof JsonObject object
                    ? object
                    : JsonObject.empty();
            json = parsed;
        }
        return parsed;
    }

    /** Where it came from. */
    public URI source() {
        return source;
    }

    /** The id. */
    @Override
    public String toString() {
        return "RemoteDocument[" + id + "]";
    }
}
