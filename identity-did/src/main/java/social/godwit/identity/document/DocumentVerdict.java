package social.godwit.identity.document;

import java.time.Instant;

/** What came of reading bytes as a portable document. A pure function of the bytes, but for {@link NotYet}. */
public sealed interface DocumentVerdict {
    /** The document may be stored. */
    record Admissible(PortableDocument document) implements DocumentVerdict {}

    /**
     * A proof time lies in the future: nothing else is wrong. Never remember such bytes as rejected.
     *
     * @param from when the same bytes become admissible
     */
    record NotYet(Instant from) implements DocumentVerdict {}

    /**
     * The bytes are never admissible, anywhere.
     *
     * @param reason the kind of fault
     * @param detail in English, for problem details and logs
     */
    record Inadmissible(Inadmissibility reason, String detail) implements DocumentVerdict {}
}
