package social.godwit.activitypub.remote;

import java.net.URI;
import social.godwit.activitypub.http.Headers;

/**
 * How an outgoing request ended. Strangers decide this, so it is a value and never an exception. {@code toString}
 * says it in words, for people who look after a server.
 */
public sealed interface RemoteOutcome {
    /** An answer with any status, its body inflated and within the limit. */
    final class Response implements RemoteOutcome {
        private final int status;
        private final Headers headers;
        private final byte[] body;
        private final URI uri;

        /** An answer from {@code uri}, which differs from the asked one after redirects. */
        public Response(int status, Headers headers, byte[] body, URI uri) {
            this.status = status;
            this.headers = headers;
            this.body = body;
            this.uri = uri;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The answer's header fields. */
        public Headers headers() {
            return headers;
        }

        /** The inflated body. Not a copy. */
        public byte[] body() {
            return body;
        }

        /** Where the answer came from, after redirects. */
        public URI uri() {
            return uri;
        }

        /** Whether the status is 2xx. */
        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }

        /** Status and place. */
        @Override
        public String toString() {
            return status + " from " + uri;
        }
    }

    /** The guard did not let it out, or did not follow where it was sent: address, scheme, port, redirect. Final. */
    record Blocked(String reason) implements RemoteOutcome {
        @Override
        public String toString() {
            return "not allowed: " + reason;
        }
    }

    /** The answer was larger than allowed. */
    record TooLarge(int bodySizeMax) implements RemoteOutcome {
        @Override
        public String toString() {
            return "larger than " + bodySizeMax + " bytes";
        }
    }

    /** No whole answer in time. */
    record Timeout(String phase) implements RemoteOutcome {
        @Override
        public String toString() {
            return "no answer in time (" + phase + ")";
        }
    }

    /** No answer: name not found, connection refused or broken, TLS refused, answer not HTTP. */
    record Failed(String reason) implements RemoteOutcome {
        @Override
        public String toString() {
            return reason;
        }
    }
}
