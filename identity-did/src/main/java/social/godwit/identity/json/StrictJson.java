package social.godwit.identity.json;

import social.godwit.identity.json.JsonReading.Malformed;
import social.godwit.identity.json.JsonReading.Read;

/**
 * Reads JSON that all readers understand alike (RFC 8259, RFC 7493): what one parser lets pass and another drops is where
 * signatures are bypassed. Refused: duplicate keys (also by escapes), lone surrogates, invalid or overlong UTF-8, a byte
 * order mark, NUL, trailing tokens, numbers outside I-JSON, and whatever exceeds the limits.
 */
public final class StrictJson {
    private StrictJson() {}

    /** Reads one value that fills the whole text. Never throws on bad input. */
    public static JsonReading read(byte[] utf8, JsonLimits limits) {
        if (utf8.length > limits.maxBytes()) {
            return new Malformed("longer than " + limits.maxBytes() + " bytes", limits.maxBytes());
        }
        try {
            return new Read(new JsonParser(utf8, limits).document());
        } catch (JsonParser.Refusal refusal) {
            return new Malformed(refusal.reason, refusal.offset);
        }
    }
}
