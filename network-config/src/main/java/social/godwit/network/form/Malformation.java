package social.godwit.network.form;

/** Why a map is refused, on its way from {@link Members} to the reader that answers with it. */
public final class Malformation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String where;
    private final String reason;

    /**
     * A fault.
     *
     * @param where the member, as a path such as {@code /rules/2/text}
     * @param reason in English
     */
    public Malformation(String where, String reason) {
        super(where + ": " + reason, null, false, false);
        this.where = where;
        this.reason = reason;
    }

    /** The member, as a path such as {@code /rules/2/text}; empty for the whole. */
    public String where() {
        return where;
    }

    /** What is wrong with it, in English. */
    public String reason() {
        return reason;
    }
}
