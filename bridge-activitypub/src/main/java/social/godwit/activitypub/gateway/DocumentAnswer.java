package social.godwit.activitypub.gateway;

import java.util.Optional;
import social.godwit.identity.encoding.Sha256;

/** What a gateway says to a GET of a document. */
public sealed interface DocumentAnswer {
    /**
     * The document.
     *
     * @param body its bytes as they were received
     * @param shared whether everyone may read it, and caches may keep it
     * @param page where people read it, when that is on this host
     */
    record Shown(Body body, boolean shared, Optional<String> page) implements DocumentAnswer {}

    /** The owner deleted what the viewer could have read: 410, with the signed Tombstone if there is one. */
    record Gone(Optional<Body> tombstone, boolean shared) implements DocumentAnswer {}

    /** A collection, made for this viewer. */
    record Listed(Body body) implements DocumentAnswer {}

    /** Nothing that the viewer may know of. */
    record NotFound() implements DocumentAnswer {}

    /** Bytes and their hash. */
    final class Body {
        private final byte[] bytes;
        private final Sha256 hash;

        /** Takes bytes without copying; they are never changed. */
        public Body(byte[] bytes, Sha256 hash) {
            this.bytes = bytes;
            this.hash = hash;
        }

        /** The bytes; not to be changed. */
        public byte[] bytes() {
            return bytes;
        }

        /** What the entity tag is made of. */
        public Sha256 hash() {
            return hash;
        }
    }
}
