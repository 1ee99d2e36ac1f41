package social.godwit.instance.cli;

import social.godwit.identity.json.JsonObject;

/**
 * What a command has to say when it is done: one object for scripts, words for people.
 *
 * @param exitCode 0 only when what was asked for is done or true
 */
record Told(JsonObject json, String words, int exitCode) {
    /** Success. */
    static Told done(JsonObject json, String words) {
        return new Told(json, words, 0);
    }

    /** Success, with a single fact. */
    static Told done(String key, String value, String words) {
        return done(JsonObject.builder().put(key, value).build(), words);
    }
}
