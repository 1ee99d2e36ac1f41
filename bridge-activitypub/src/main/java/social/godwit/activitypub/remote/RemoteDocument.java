package social.godwit.activitypub.remote;

import java.net.URI;

/** A document that a stranger published under its own id. */
public final class RemoteDocument {
    private final String id;
    private final byte[] bytes;
    private final URI source;

    /** A document named {@code id}, received from {@code source}. */
    public RemoteDocument(String id, byte[] bytes, URI source) {
        this.id = id;
        this.bytes = bytes;
        this.source = source;
    }

    /** The id as the document spells it. */
    public String id() {
        return id;
    }

    /** The bytes as received. Not a copy. */
    public byte[] bytes() {
        return bytes;
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
