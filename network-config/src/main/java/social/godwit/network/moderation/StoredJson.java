package social.godwit.network.moderation;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** JSON that this instance wrote into its own database. */
public final class StoredJson {
    private static final JsonLimits OWN = new JsonLimits(16 << 20, 32, 262_144, 4_096, false);

    private StoredJson() {}

    /** The object that the text holds; anything else is a damaged database. */
    public static JsonObject read(String text) {
        if (StrictJson.read(text.getBytes(StandardCharsets.UTF_8), OWN)
                instanceof JsonReading.Read(JsonObject object)) {
            return object;
        }
        throw new IllegalStateException("not a JSON object in the database: " + text);
    }
}
