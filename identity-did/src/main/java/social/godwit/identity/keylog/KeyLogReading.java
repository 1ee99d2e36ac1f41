package social.godwit.identity.keylog;

/** What came of reading a document as an entry of a key log. */
public sealed interface KeyLogReading {
    /** An entry in its form, signed by whom it must be; whether the log takes it is {@link KeyLog#add}'s to say. */
    record Entry(KeyLogEntry entry) implements KeyLogReading {}

    /** It says to be an entry, and is not one. */
    record Malformed(String detail) implements KeyLogReading {}

    /** A document of another type. */
    record Other() implements KeyLogReading {}
}
