package social.godwit.store.replication;

import java.util.Map;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.replication.PeerAnswer.Answered;

/** Errors as RFC 9457 problems. */
final class Problem {
    private static final String TYPE = "application/problem+json";

    private Problem() {}

    /** The caller broke the protocol. */
    static Answered breach(String what) {
        return answer(
                400, "https://godwit.social/problems/" + what, "The request breaks the protocol: " + what, Map.of());
    }

    static Answered unknown() {
        return answer(404, "about:blank", "Unknown", Map.of());
    }

    static Answered tooMuch(long seconds) {
        return answer(429, "about:blank", "Too much asked", Map.of("retry-after", Long.toString(seconds)));
    }

    private static Answered answer(int status, String type, String title, Map<String, String> headers) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .build());
        return new Answered(status, TYPE, headers, body);
    }
}
