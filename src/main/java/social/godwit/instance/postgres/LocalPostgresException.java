package social.godwit.instance.postgres;

/** The instance's own PostgreSQL cannot be had; the message says what to do. */
public final class LocalPostgresException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalPostgresException(String message) {
        super(message);
    }

    LocalPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
