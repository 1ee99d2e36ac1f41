package social.godwit.identity.key;

import java.io.IOException;

/** What is wrong with a sealed file. */
public final class SealedFault extends IOException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    SealedFault(Kind kind) {
        super(kind.words);
        this.kind = kind;
    }

    /** Which of the things that can be wrong. */
    public Kind kind() {
        return kind;
    }

    /** The things that can be wrong. */
    public enum Kind {
        /** It begins like something else. */
        NOT_A_BACKUP("this is not a backup"),
        /** It was written by a newer program. */
        OTHER_VERSION("this is a backup of another version"),
        /** The passphrase is another, or the header was altered. */
        WRONG_PASSPHRASE("the passphrase is wrong"),
        /** It ends too early. */
        TRUNCATED("the file is cut off"),
        /** A byte was changed. */
        ALTERED("the file was altered or damaged"),
        /** A piece is missing, repeated, or at another place. */
        REORDERED("pieces of the file are missing or in another order"),
        /** A piece comes from another file. */
        FOREIGN("a piece of another file is in it"),
        /** Something follows after the end. */
        TRAILING("something follows after the end of the backup");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }
}
