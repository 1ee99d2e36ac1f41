package social.godwit.instance.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a gateway answered: the status, its headers by lower-case name, and the body's bytes (bounded by the connection). */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record GatewayAnswer(int status, Map<String, List<String>> headers, byte[] body) {

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
