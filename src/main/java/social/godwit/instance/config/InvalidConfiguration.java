package social.godwit.instance.config;

/** A setting that the instance will not guess about; the message says which, and what to write instead. */
public final class InvalidConfiguration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidConfiguration(String message) {
        super(message);
    }
}
