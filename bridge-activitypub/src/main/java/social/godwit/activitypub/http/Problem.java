package social.godwit.activitypub.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonString;

/**
 * A problem as HTTP answers tell it, RFC 9457. What stands here reaches strangers: causes that must not leave the house
 * belong into the log.
 *
 * @param status the HTTP status
 * @param type a stable name of the kind of problem, the last part of its {@code type}; empty for {@code about:blank}. A browser has words
 *     of its own for it, in its reader's language
 * @param title the same for every problem of the type
 * @param detail what is wrong this time, in words; may be empty. It often repeats what strangers wrote: characters that would turn
 *     the direction of the words around them are left out
 * @param retryAfter seconds after which it is worth trying again
 * @param parts numbers and texts that stand in {@code detail}, by name: members of the answer, for who says it in other words
 */
public record Problem(
        int status, String type, String title, String detail, OptionalInt retryAfter, Map<String, Json> parts) {
    public Problem {
        detail = Markup.straight(detail);
        parts = Map.copyOf(parts);
    }

    /** A problem that a status alone describes. */
    public static Problem of(int status, String title) {
        return of(status, "", title, "");
    }

    /** A problem of a named kind. */
    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail, OptionalInt.empty(), Map.of());
    }

    /** 404, the same bytes for what does not exist and for what the asker may not know of. */
    public static Problem notFound() {
        return of(404, "Not Found");
    }

    /** This problem with a time to wait. */
    public Problem retryAfter(int seconds) {
        return new Problem(status, type, title, detail, OptionalInt.of(seconds), parts);
    }

    /** This problem with a number that its detail tells. */
    public Problem with(String name, long number) {
        return with(name, JsonNumber.of(number));
    }

    /** This problem with a text that its detail repeats. */
    public Problem with(String name, String text) {
        return with(name, Json.of(Markup.straight(text)));
    }

    private Problem with(String name, Json part) {
        Map<String, Json> more = new TreeMap<>(parts);
        more.put(name, part);
        return new Problem(status, type, title, detail, retryAfter, more);
    }

    /** The {@code application/problem+json} body. */
    public byte[] body() {
        StringBuilder json = new StringBuilder("{\"type\":");
        quote(json, type.isEmpty() ? "about:blank" : "urn:godwit:problem:" + type);
        json.append(",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status);
        if (!detail.isEmpty()) {
            json.append(",\"detail\":");
            quote(json, detail);
        }
        new TreeMap<>(parts).forEach((name, part) -> {
            json.append(',');
            quote(json, name);
            json.append(':');
            if (part instanceof JsonString text) {
                quote(json, text.value());
            } else {
                json.append(part);
            }
        });
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20 || (Character.isSurrogate(c) && !isPaired(text, i))) {
                json.append("\\u%04x".formatted((int) (c < 0x20 ? c : '\ufffd')));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
