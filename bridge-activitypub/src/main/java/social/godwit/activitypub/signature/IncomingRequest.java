package social.godwit.activitypub.signature;

import social.godwit.activitypub.http.Headers;

/**
 * A request as it came in, untouched: signatures cover the raw request target and the raw body.
 */
public final class IncomingRequest {
    private final String method;
    private final String origin;
    private final String rawTarget;
    private final Headers headers;
    private final byte[] body;

    /**
     * A request.
     *
     * @param method the method in upper case
     * @param origin our origin that was asked, for example {@code https://a.example}
     * @param rawTarget path and query exactly as on the request line, nothing decoded or normalised
     * @param headers all header fields
     * @param body the body's bytes, not copied and never changed; empty for none
     */
    public IncomingRequest(String method, String origin, String rawTarget, Headers headers, byte[] body) {
        this.method = method;
        this.origin = origin;
        this.rawTarget = rawTarget;
        this.headers = headers;
        this.body = body;
    }

    /** The method in upper case. */
    public String method() {
        return method;
    }

    /** Our origin that was asked. */
    public String origin() {
        return origin;
    }

    /** Host and, unless it is the scheme's default, port of the origin that was asked. */
    public String authority() {
        return origin.substring(origin.indexOf("://") + 3);
    }

    /** Path and query as on the request line. */
    public String rawTarget() {
        return rawTarget;
    }

    /** All header fields. */
    public Headers headers() {
        return headers;
    }

    /** The body. Not a copy: do not change it. */
    public byte[] body() {
        return body;
    }

    /** Method and target, for logs. */
    @Override
    public String toString() {
        return method + " " + origin + rawTarget;
    }
}
