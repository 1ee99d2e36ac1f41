package social.godwit.instance.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * The client's one way onto the network: plain requests to gateways that the person named or that the account lists.
 * Follows no redirect, reads at most {@link #LARGEST_ANSWER} bytes, and gives up after a total time.
 */
public final class GatewayConnection {
    /** Answers over this many bytes are refused. */
    public static final int LARGEST_ANSWER = 64 << 20;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration UPLOAD = Duration.ofMinutes(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
    private final String userAgent;

    /** A connection that names itself with {@code userAgent} in every request. */
    public GatewayConnection(String userAgent) {
        this.userAgent = userAgent;
    }

    /** Sends a request without a body. */
    public GatewayAnswer send(String method, URI target, Map<String, String> headers) throws IOException {
        return exchange(method, target, headers, BodyPublishers.noBody(), ANSWER);
    }

    /** Sends a request with a body. */
    public GatewayAnswer send(String method, URI target, Map<String, String> headers, byte[] body) throws IOException {
        return exchange(method, target, headers, BodyPublishers.ofByteArray(body), ANSWER);
    }

    /** Sends a large body and reports the number of bytes handed over so far. */
    public GatewayAnswer upload(URI target, Map<String, String> headers, byte[] body, LongConsumer sent)
            throws IOException {
        var counted = BodyPublishers.ofInputStream(() -> new Counting(body, sent));
        return exchange("POST", target, headers, BodyPublishers.fromPublisher(counted, body.length), UPLOAD);
    }

    private GatewayAnswer exchange(
            String method, URI target, Map<String, String> headers, HttpRequest.BodyPublisher body, Duration patience)
            throws IOException {
        var request = HttpRequest.newBuilder(target).timeout(patience).method(method, body);
        request.setHeader("User-Agent", userAgent);
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream stream = response.body()) {
                byte[] bytes = stream.readNBytes(LARGEST_ANSWER + 1);
                if (bytes.length > LARGEST_ANSWER) throw new IOException("the answer is larger than 64 MiB");
                return new GatewayAnswer(
                        response.statusCode(), lowerCase(response.headers().map()), bytes);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    /** Whether a request that got no answer may have been acted upon: always, unless there was no connection at all. */
    public static boolean mayHaveArrived(IOException e) {
        return !(e instanceof ConnectException
                || e instanceof UnknownHostException
                || e instanceof HttpConnectTimeoutException);
    }

    /** Why a request got no answer, in a few words. */
    public static String reason(IOException e) {
        return switch (e) {
            case ConnectException refused -> "no connection";
            case HttpTimeoutException slow -> "no answer in time";
            case UnknownHostException unknown -> "no such host";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), values));
        return lower;
    }

    /** The body, a piece at a time, counted. */
    private static final class Counting extends InputStream {
        private final byte[] bytes;
        private final LongConsumer sent;
        private int at;

        Counting(byte[] bytes, LongConsumer sent) {
            this.bytes = bytes;
            this.sent = sent;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at >= bytes.length) return -1;
            int count = Math.min(length, bytes.length - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            sent.accept(at);
            return count;
        }
    }
}
