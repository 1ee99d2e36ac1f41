package social.godwit.instance.admin;

/**
 * What a check found, for the operator.
 *
 * @param subject what was looked at
 * @param state how it is
 * @param detail in words: what was seen, and what to do where something is wrong
 */
public record Finding(String subject, State state, String detail) {
    /** How what was looked at is. */
    public enum State {
        OK,
        /** Works, but somebody should know. */
        WARNING,
        /** Does not work. */
        PROBLEM
    }

    static Finding ok(String subject, String detail) {
        return new Finding(subject, State.OK, detail);
    }

    static Finding warning(String subject, String detail) {
        return new Finding(subject, State.WARNING, detail);
    }

    static Finding problem(String subject, String detail) {
        return new Finding(subject, State.PROBLEM, detail);
    }
}
