package social.godwit.identity.json;

/** What came of reading JSON text. */
public sealed interface JsonReading {
    /** The text is strict JSON within the limits. */
    record Read(Json value) implements JsonReading {}

    /**
     * The text is refused.
     *
     * @param reason in English, for problem details and logs
     * @param offset byte at which it was noticed
     */
    record Malformed(String reason, int offset) implements JsonReading {}
}
