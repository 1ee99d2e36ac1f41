package social.godwit.activitypub.gateway.web;

import java.nio.charset.StandardCharsets;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;

/** What an exchange ends with. */
public final class Answer {
    private final int status;
    private final Headers headers;
    private final byte[] body;

    private Answer(int status, Headers headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** A body of this type; the bytes are not copied. */
    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, Headers.of("Content-Type", contentType), body);
    }

    /** JSON that is no document. */
    public static Answer json(int status, Json body) {
        return of(status, "application/json", Jcs.bytes(body)).with("Cache-Control", "no-store");
    }

    /** A status that says it all. */
    public static Answer empty(int status) {
        return new Answer(status, Headers.none(), new byte[0]);
    }

    /** A problem, RFC 9457. */
    public static Answer of(Problem problem) {
        Answer answer =
                of(problem.status(), MediaTypes.PROBLEM_JSON, problem.body()).with("Cache-Control", "no-store");
        return problem.retryAfter().isPresent()
                ? answer.with(
                        "Retry-After", Integer.toString(problem.retryAfter().getAsInt()))
                : answer;
    }

    /** The same with one header field more. */
    public Answer with(String name, String value) {
        return new Answer(status, headers.with(name, value), body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields. */
    public Headers headers() {
        return headers;
    }

    /** The body; not to be changed. */
    public byte[] body() {
        return body;
    }

    @Override
    public String toString() {
        return status + " " + new String(body, StandardCharsets.UTF_8);
    }
}
