package social.godwit.instance.client.archive;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/**
 * The items of a collection that may be far larger than memory: one after the other, each read strictly by itself. Only
 * where an item begins and ends is found out here.
 */
final class JsonItems implements Closeable {
    /** The longest item, in bytes; what is longer is passed over. */
    static final int ITEM_MAX = 1 << 20;

    private static final JsonLimits LIMITS = new JsonLimits(ITEM_MAX, 32, 32_768, 1_024, false);
    private static final int NAME_MAX = 1_024;
    private static final int NONE = -2;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int filled;
    private int next;
    private int seen = NONE;
    private boolean within;
    private boolean first = true;

    JsonItems(InputStream in) {
        this.in = in;
    }

    /** One item, or why it could not be read. */
    sealed interface Item {
        /** An object. */
        record Whole(JsonObject json) implements Item {}

        /** A text, mostly an id. */
        record Id(String id) implements Item {}

        /** Something else. */
        record Unreadable(String why) implements Item {}
    }

    /** The next item; empty after the last. An {@link IOException} when the file is no collection, or is cut off. */
    Optional<Item> next() throws IOException {
        if (!within && !enter()) return Optional.empty();
        int c = solid();
        if (c == ']') return Optional.empty();
        if (!first) {
            if (c != ',') throw broken();
            c = solid();
        }
        first = false;
        var bytes = new ByteArrayOutputStream(4_096);
        boolean fits = value(c, bytes);
        return Optional.of(fits ? read(bytes.toByteArray()) : new Item.Unreadable("larger than 1 MB"));
    }

    private static Item read(byte[] bytes) {
        return switch (StrictJson.read(bytes, LIMITS)) {
            case JsonReading.Read(JsonObject json) -> new Item.Whole(json);
            case JsonReading.Read(JsonString text) -> new Item.Id(text.value());
            case JsonReading.Read other -> new Item.Unreadable("no object");
            case JsonReading.Malformed malformed -> new Item.Unreadable(malformed.toString());
        };
    }

    /** Goes into the array {@code orderedItems} (or {@code items}) of the outermost object; false when there is none. */
    private boolean enter() throws IOException {
        int c = solid();
        if (c == 0xef && read() == 0xbb && read() == 0xbf) c = solid();
        if (c != '{') throw broken();
        for (c = solid(); c != '}'; c = solid()) {
            if (c == ',') c = solid();
            if (c != '"') throw broken();
            var name = new ByteArrayOutputStream();
            value(c, name);
            if (name.size() > NAME_MAX || solid() != ':') throw broken();
            String key = name.toString(StandardCharsets.UTF_8);
            c = solid();
            if (c == '[' && (key.equals("\"orderedItems\"") || key.equals("\"items\""))) {
                within = true;
                return true;
            }
            value(c, null);
        }
        return false;
    }

    /** Reads the value that begins with {@code c} to its end; false when it is too long to be kept in {@code to}. */
    private boolean value(int c, @Nullable ByteArrayOutputStream to) throws IOException {
        int depth = 0;
        boolean text = false;
        boolean fits = true;
        if (c == ',' || c == ':') throw broken();
        boolean started = false;
        for (int at = c; ; at = read()) {
            if (at < 0) throw new IOException("it is cut off");
            if (depth == 0 && !text && started && (at == ',' || at == ']' || at == '}' || isSpace(at))) {
                seen = at;
                return fits;
            }
            started = true;
            if (to != null) {
                fits &= to.size() < ITEM_MAX;
                if (fits) to.write(at);
            }
            if (text) {
                if (at == '\\') {
                    int escaped = read();
                    if (escaped < 0) throw new IOException("it is cut off");
                    if (to != null && fits) to.write(escaped);
                } else if (at == '"') {
                    text = false;
                    if (depth == 0) return fits;
                }
            } else if (at == '"') text = true;
            else if (at == '{' || at == '[') depth++;
            else if (at == '}' || at == ']') {
                if (--depth < 0) throw broken();
                if (depth == 0) return fits;
            }
        }
    }

    private int solid() throws IOException {
        int c = read();
        while (isSpace(c)) c = read();
        if (c < 0) throw new IOException("it is cut off");
        return c;
    }

    private int read() throws IOException {
        if (seen != NONE) {
            int again = seen;
            seen = NONE;
            return again;
        }
        if (next == filled) {
            filled = in.read(buffer);
            next = 0;
            if (filled <= 0) {
                filled = 0;
                return -1;
            }
        }
        return buffer[next++] & 0xff;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static IOException broken() {
        return new IOException("it is no collection of posts");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
