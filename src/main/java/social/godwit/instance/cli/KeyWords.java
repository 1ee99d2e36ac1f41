package social.godwit.instance.cli;

import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.KeyControl.Heard;

/** How commands tell of what they said on a key log. */
final class KeyWords {
    private KeyWords() {}

    /** Told, with the servers that have not heard it. */
    static Told told(JsonObject json, Heard heard, String words) {
        String silent = heard.silent().isEmpty()
                ? ""
                : "\nNot heard there yet; the others pass it on: " + String.join("; ", heard.silent());
        return Told.done(JsonObject.builder().putAll(json).putAll(heard.json()).build(), words + silent);
    }
}
