package social.godwit.activitypub.signature;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.http.MediaTypes;

/** Header fields by strangers, one a line after the target: no reader of signatures throws, whatever they say. */
class SignatureFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void signatures(byte[] data) {
        String[] lines = new String(data, StandardCharsets.ISO_8859_1).split("[\r\n]", -1);
        Headers.Builder headers = Headers.builder();
        for (int i = 1; i < Math.min(lines.length, 40); i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).strip());
            }
        }
        var request = new IncomingRequest("POST", "https://here.test", lines[0], headers.build(), data);
        CavageReader.read(request, NOW);
        Rfc9421Reader.read(request, NOW);
        MediaTypes.choose(request.headers().first("accept"));
        MediaTypes.isDocument(request.headers().first("content-type"));
        Optional<String> type = request.headers().first("content-type");
        type.ifPresent(MediaTypes::essence);
    }
}
