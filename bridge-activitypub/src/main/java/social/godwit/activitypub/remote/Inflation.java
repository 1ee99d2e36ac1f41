package social.godwit.activitypub.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import social.godwit.activitypub.http.Headers;

/** Undoes {@code Content-Encoding} within a limit that counts what comes out, not what came in. */
final class Inflation {
    private static final int CHUNK = 8192;

    private Inflation() {}

    /** {@code response} with its body inflated to at most {@code sizeMax} bytes. */
    static RemoteOutcome inflate(RemoteOutcome.Response response, int sizeMax) {
        Headers headers = response.headers();
        Optional<String> encoding = headers.only("content-encoding").map(text -> text.toLowerCase(Locale.ROOT));
        if (!headers.has("content-encoding") || encoding.equals(Optional.of("identity"))) {
            return response;
        }
        // Twice encoded, or in a way that nobody was asked for: no reason to believe that it means well.
        if (!encoding.equals(Optional.of("gzip")) && !encoding.equals(Optional.of("x-gzip"))) {
            return new RemoteOutcome.Failed("content encoding that was not asked for");
        }
        ByteArrayOutputStream inflated = new ByteArrayOutputStream(Math.min(sizeMax, 4 * response.body().length));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()), CHUNK)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (inflated.size() + read > sizeMax) {
                    return new RemoteOutcome.TooLarge(sizeMax);
                }
                inflated.write(chunk, 0, read);
            }
        } catch (IOException malformed) {
            return new RemoteOutcome.Failed("gzip that cannot be read");
        }
        return new RemoteOutcome.Response(response.status(), headers, inflated.toByteArray(), response.uri());
    }
}
