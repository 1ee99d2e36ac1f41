package social.godwit.network.domain;

import java.util.Locale;
import java.util.Optional;

/** How a network stands to a domain, from open to closed. */
public enum Stance {
    /** Everything is taken and shown; written down to except a subdomain from its parent's rule. */
    ALLOW,
    /** Taken, but shown only to those who follow; strangers there notify nobody. */
    LIMIT,
    /** Nothing is taken from there and nothing is sent there. */
    DENY;

    /** Reads the word as people write it. */
    public static Optional<Stance> parse(String word) {
        for (Stance stance : values()) {
            if (stance.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(stance);
            }
        }
        return Optional.empty();
    }

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
