package social.godwit.network.charter;

/** What came of reading a charter. */
public sealed interface CharterReading {
    /** It is one. */
    record Read(Charter charter) implements CharterReading {}

    /**
     * It is none.
     *
     * @param where the member, such as {@code /rules/2/text}; empty for the whole
     * @param reason in English
     */
    record Malformed(String where, String reason) implements CharterReading {}
}
