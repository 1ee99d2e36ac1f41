package social.godwit.instance.client;

import java.util.Optional;

/**
 * Something that the person at the keyboard should read: what went wrong in plain words and, where there is one, the
 * next thing to do. Never carries a stack trace to the screen; the exit code is 1 unless it is a usage error (2).
 */
public final class ClientProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String next;

    /** A problem with nothing useful to suggest. */
    public ClientProblem(String what) {
        this(what, "");
    }

    /** A problem, and what to do about it. */
    public ClientProblem(String what, String next) {
        super(what);
        this.next = next;
    }

    /** A problem with its technical cause, which is shown only on request. */
    public ClientProblem(String what, String next, Throwable cause) {
        super(what, cause);
        this.next = next;
    }

    /** What happened, as a sentence. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** What to do next, as a sentence; empty when there is nothing to suggest. */
    public Optional<String> next() {
        return next.isEmpty() ? Optional.empty() : Optional.of(next);
    }
}
