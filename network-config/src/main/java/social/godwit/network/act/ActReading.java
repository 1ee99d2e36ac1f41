package social.godwit.network.act;

/** What came of reading a document as an act. */
public sealed interface ActReading {
    /** It is one, and its author signed it. */
    record Signed(SignedAct act) implements ActReading {}

    /** It is some other document. */
    record Other() implements ActReading {}

    /** It never is one. */
    record Malformed(String reason) implements ActReading {}
}
