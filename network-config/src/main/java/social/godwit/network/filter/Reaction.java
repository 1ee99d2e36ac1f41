package social.godwit.network.filter;

import java.util.Locale;
import java.util.Optional;

/** What a hit does. */
public enum Reaction {
    /** It is left in peace: no later filter is asked. For exceptions, before the rule that they are from. */
    PASS(true),
    /** It comes to the moderators as a report; the next filter is asked. */
    FLAG(false),
    /** It carries a label; the next filter is asked. */
    LABEL(false),
    /** It is folded behind a warning, and nobody is told of it. */
    FOLD(true),
    /** It is hidden here until a moderator has looked at it. */
    HOLD(true),
    /** It is hidden here. */
    HIDE(true);

    private final boolean last;

    Reaction(boolean last) {
        this.last = last;
    }

    /** Whether no later filter is asked after a hit. */
    public boolean last() {
        return last;
    }

    /** Whether readers see nothing of the post. */
    public boolean hides() {
        return this == HOLD || this == HIDE;
    }

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the word as people write it. */
    public static Optional<Reaction> parse(String word) {
        for (Reaction reaction : values()) {
            if (reaction.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(reaction);
            }
        }
        return Optional.empty();
    }
}
