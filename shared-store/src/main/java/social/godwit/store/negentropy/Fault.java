package social.godwit.store.negentropy;

/** What is wrong with a message of the other side. */
public enum Fault {
    /** It does not begin with a version of negentropy. */
    NOT_NEGENTROPY("not a negentropy message"),
    /** The answer is of another version than the question, which was version 1. */
    VERSION("another version of negentropy"),
    /** It ends in the middle of a range. */
    TRUNCATED("ends too early"),
    /** A number is over 2^63 - 1, or has more digits than it needs. */
    NUMBER("a number that is too large or too long"),
    /** A prefix of more than 32 bytes, or one at the end of all items. */
    BOUND("a bound that is none"),
    /** A range that ends before it begins, or begins after the end. */
    ORDER("ranges overlap or go backwards"),
    /** Neither skip, fingerprint nor list. */
    MODE("a mode that is none"),
    /** More ranges than {@link Negentropy#MAX_RANGES}. */
    RANGES("too many ranges"),
    /** More bytes than {@link Negentropy#MAX_MESSAGE}. */
    SIZE("too many bytes");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    /** In words. */
    @Override
    public String toString() {
        return text;
    }
}
