package social.godwit.identity.json;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.encoding.Sha256;

/** JSON canonicalization scheme (RFC 8785): the bytes that are hashed and signed. */
public final class Jcs {
    private Jcs() {}

    /** Returns the canonical UTF-8 text. Fails on a lone surrogate, which only a programmer can have put there. */
    public static byte[] bytes(Json json) {
        return written(json).toBytes();
    }

    /** Returns the SHA-256 of the canonical text. */
    public static Sha256 hash(Json json) {
        return written(json).hash();
    }

    static String text(Json json) {
        return new String(bytes(json), StandardCharsets.UTF_8);
    }

    private static JcsBuffer written(Json json) {
        int known = json instanceof JsonObject object ? object.end() - object.start() : 0;
        JcsBuffer out = new JcsBuffer(Math.max(known, 256));
        write(json, out);
        return out;
    }

    private static void write(Json json, JcsBuffer out) {
        switch (json) {
            case JsonString string -> out.string(string.value(), string.plain());
            case JsonObject object -> object(object, out);
            case JsonArray array -> array(array, out);
            case JsonNumber number -> out.ascii(number.canonical());
            case JsonBoolean bool -> out.ascii(bool.value() ? "true" : "false");
            case JsonNull none -> out.ascii("null");
        }
    }

    private static void object(JsonObject object, JcsBuffer out) {
        out.one('{');
        for (int i = 0; i < object.keys.length; i++) {
            int at = object.order == null ? i : object.order[i];
            if (i > 0) {
                out.one(',');
            }
            out.string(object.keys[at], false);
            out.one(':');
            write(object.values[at], out);
        }
        out.one('}');
    }

    private static void array(JsonArray array, JcsBuffer out) {
        out.one('[');
        boolean first = true;
        for (Json item : array.items()) {
            if (!first) {
                out.one(',');
            }
            first = false;
            write(item, out);
        }
        out.one(']');
    }
}
