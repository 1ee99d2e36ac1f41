package social.godwit.network.moderation;

import java.util.Locale;
import java.util.Optional;

/** What a decision does here. None of them reaches the signed bytes or another instance. */
public enum Measure {
    /** Words for the account's owner; nothing else changes. */
    WARN(false),
    /** A label with the decision's text as its name; readers choose what it does for them. */
    LABEL(false),
    /** Shown behind a warning, the decision's text. */
    CONTENT_WARNING(false),
    /** Media are shown blurred. */
    SENSITIVE(false),
    /** Media are neither fetched, kept nor shown. */
    REFUSE_MEDIA(false),
    /** Shown only to those who follow; strangers are not told of it. */
    LIMIT(false),
    /** Not shown, not taken and not sent on here: 404, as if it did not exist. The account can still leave with everything. */
    SUSPEND(true),
    /** Suspended, the copy here is deleted and it is never fetched again. Taking it back allows fetching; the copy is gone. */
    PURGE(true);

    private final boolean hides;

    Measure(boolean hides) {
        this.hides = hides;
    }

    /** Whether readers see nothing of the target any more. */
    public boolean hides() {
        return hides;
    }

    /** Whether many at once need a second person. */
    public boolean destructive() {
        return hides;
    }

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads the word as people write it. */
    public static Optional<Measure> parse(String word) {
        for (Measure measure : values()) {
            if (measure.word().equals(word.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(measure);
            }
        }
        return Optional.empty();
    }
}
