package social.godwit.identity.key;

/** What came of opening a key file. */
public sealed interface KeyFileReading {
    /** The keys. */
    record Opened(KeyFile keys) implements KeyFileReading {}

    /** The passphrase is wrong, or the file was altered: the cipher cannot tell. */
    record WrongPassphrase() implements KeyFileReading {}

    /** Not a key file of a version and size that we read. */
    record Malformed(String detail) implements KeyFileReading {}
}
