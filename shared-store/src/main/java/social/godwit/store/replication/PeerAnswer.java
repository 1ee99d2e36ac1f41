package social.godwit.store.replication;

import java.util.Map;

/** What came of a request to another instance. */
public sealed interface PeerAnswer {
    /**
     * It answered.
     *
     * @param headers by lower-case name; of what is received at least {@code godwit-position}, {@code godwit-newest} and {@code
     *     retry-after}
     * @param body at most {@link PeerRequest#MAX_BODY} bytes; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Answered(int status, String contentType, Map<String, String> headers, byte[] body) implements PeerAnswer {
        /** Copies the headers. */
        public Answered {
            headers = Map.copyOf(headers);
        }

        static Answered ok(String contentType, byte[] body) {
            return new Answered(200, contentType, Map.of(), body);
        }

        @Override
        public String toString() {
            return status + " (" + body.length + " bytes)";
        }
    }

    /**
     * No answer that could be used: no connection, no answer in time, or one over the limits.
     *
     * @param reason in English, for status and logs
     */
    record Unreachable(String reason) implements PeerAnswer {}
}
