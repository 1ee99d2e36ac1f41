package social.godwit.activitypub.remote;

import java.net.URI;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;

/** One outgoing request. Immutable; {@code User-Agent}, {@code Host} and {@code Date} are added by the client. */
public final class RemoteRequest {
    /** Limit of a document's body, in bytes after inflation. */
    public static final int DOCUMENT_SIZE_MAX = 1024 * 1024;

    private final String method;
    private final URI uri;
    private final Headers headers;
    private final byte[] body;
    private final int bodySizeMax;
    private final Optional<HopSigner> signer;

    private RemoteRequest(
            String method, URI uri, Headers headers, byte[] body, int bodySizeMax, Optional<HopSigner> signer) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.bodySizeMax = bodySizeMax;
        this.signer = signer;
    }

    /** Signs one hop: a redirected request is signed anew for the place it is redirected to. */
    @FunctionalInterface
    public interface HopSigner {
        /** The header fields to add; {@code date} and {@code host} stand in {@code headers} already. */
        Headers sign(String method, URI uri, Headers headers, byte[] body);
    }

    /** A GET that follows at most three redirects. */
    public static RemoteRequest get(URI uri, String accept) {
        return new RemoteRequest(
                "GET", uri, Headers.of("accept", accept), new byte[0], DOCUMENT_SIZE_MAX, Optional.empty());
    }

    /** A POST; redirects are answers, not followed. */
    public static RemoteRequest post(URI uri, String contentType, byte[] body) {
        return new RemoteRequest(
                "POST", uri, Headers.of("content-type", contentType), body, DOCUMENT_SIZE_MAX, Optional.empty());
    }

    /** This request signed by {@code hopSigner}. */
    public RemoteRequest signedBy(HopSigner hopSigner) {
        return new RemoteRequest(method, uri, headers, body, bodySizeMax, Optional.of(hopSigner));
    }

    /** This request with one more header field. */
    public RemoteRequest with(String name, String value) {
        return new RemoteRequest(method, uri, headers.with(name, value), body, bodySizeMax, signer);
    }

    /** This request with another limit for the answer's body, in bytes after inflation. */
    public RemoteRequest bodySizeMax(int bytes) {
        return new RemoteRequest(method, uri, headers, body, bytes, signer);
    }

    /** The method in upper case. */
    public String method() {
        return method;
    }

    /** Where to. */
    public URI uri() {
        return uri;
    }

    /** Header fields that the caller asks for. */
    public Headers headers() {
        return headers;
    }

    /** The body, empty for GET. Not a copy. */
    public byte[] body() {
        return body;
    }

    /** Limit of the answer's body, in bytes after inflation. */
    public int bodySizeMax() {
        return bodySizeMax;
    }

    /** Who signs each hop, if anybody. */
    public Optional<HopSigner> signer() {
        return signer;
    }
}
