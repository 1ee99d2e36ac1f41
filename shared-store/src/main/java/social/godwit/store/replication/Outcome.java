package social.godwit.store.replication;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of a record that was sent.
 *
 * @param reason of {@link Kind#REFUSED}, one of a few fixed words; else empty
 */
public record Outcome(Kind kind, String reason) {
    /** The kinds, in the order of the document. */
    public enum Kind {
        /** It is new here, and durable. */
        STORED("stored"),
        /** It was here. */
        KNOWN("known"),
        /** An offered hash that is not here: send it. */
        WANTED("wanted"),
        /** Its time lies ahead: to be sent again. */
        NOT_YET("not-yet"),
        /** Only its hash is kept here. */
        GONE("gone"),
        /** It will never be taken here. */
        REFUSED("refused"),
        /** The account is not kept here. */
        UNKNOWN_ACCOUNT("unknown-account");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Of a kind without a reason. */
    public static Outcome of(Kind kind) {
        return new Outcome(kind, "");
    }

    /** Refused. */
    public static Outcome refused(String reason) {
        return new Outcome(Kind.REFUSED, reason);
    }

    /** Whether the record needs not be sent again. */
    public boolean done() {
        return switch (kind) {
            case STORED, KNOWN, GONE, REFUSED -> true;
            case WANTED, NOT_YET, UNKNOWN_ACCOUNT -> false;
        };
    }

    /** As it is written between peers. */
    public String text() {
        return kind == Kind.REFUSED ? kind.text + ": " + reason : kind.text;
    }

    /** Reads {@link #text}. */
    public static Optional<Outcome> parse(String text) {
        return Stream.of(Kind.values())
                .filter(kind -> kind == Kind.REFUSED ? text.startsWith(kind.text + ": ") : text.equals(kind.text))
                .findFirst()
                .map(kind -> kind == Kind.REFUSED ? refused(text.substring(kind.text.length() + 2)) : of(kind));
    }
}
