package social.godwit.store.replication;

import java.util.Optional;

/**
 * A request between instances, as far as replication cares.
 *
 * @param method {@code GET} or {@code POST}
 * @param target path and query as sent, for example {@code /store/v1/fetch}
 * @param contentType nothing when there is no body
 * @param body at most {@link #MAX_BODY} bytes, uncompressed; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record PeerRequest(String method, String target, Optional<String> contentType, byte[] body) {
    /** Longest body of a request or an answer, in bytes. */
    public static final int MAX_BODY = 8 << 20;

    /** Where all targets are under. */
    public static final String ROOT = "/store/v1/";

    /** Frames, see {@link Frame}. */
    public static final String FRAMES = "application/x-godwit-frames";

    /** A negentropy message. */
    public static final String NEGENTROPY = "application/x-negentropy";

    /** JSON. */
    public static final String JSON = "application/json";

    static PeerRequest get(String target) {
        return new PeerRequest("GET", ROOT + target, Optional.empty(), new byte[0]);
    }

    static PeerRequest post(String target, String contentType, byte[] body) {
        return new PeerRequest("POST", ROOT + target, Optional.of(contentType), body);
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + body.length + " bytes)";
    }
}
