package social.godwit.network.desk;

import java.util.Locale;
import java.util.Optional;

/**
 * Something small that moderators keep at hand, by name.
 *
 * @param owner whose it is; empty: everybody's
 * @param name at most {@value #NAME_MAX} characters
 * @param body at most {@value #BODY_MAX} characters
 */
public record DeskText(String owner, Kind kind, String name, String body) {
    /** How many one owner may have of a kind. */
    public static final int TEXTS_MAX = 100;
    /** The longest name, in characters. */
    public static final int NAME_MAX = 64;
    /** The longest body, in characters. */
    public static final int BODY_MAX = 5_000;

    /** What it is for. */
    public enum Kind {
        /** A filter of the queue, as the parameters of the list of cases; everybody has their own beside those that all share. */
        QUEUES(true),
        /** Words for messages, for all moderators. */
        ANSWERS(false),
        /** To whom a case goes that opens with the category of that name, by DID; for all moderators. */
        ROUTES(false);

        private final boolean own;

        Kind(boolean own) {
            this.own = own;
        }

        /** Whether everybody has their own, beside what has no owner. */
        public boolean own() {
            return own;
        }

        /** Reads the word in an address. */
        public static Optional<Kind> parse(String word) {
            for (Kind kind : values()) {
                if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    public DeskText {
        if (name.isBlank() || name.length() > NAME_MAX || body.isBlank() || body.length() > BODY_MAX) {
            throw new IllegalArgumentException("a name has 1 to " + NAME_MAX + " characters, a text 1 to " + BODY_MAX);
        }
    }
}
