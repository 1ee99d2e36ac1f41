package social.godwit.network.domain;

import java.util.Locale;
import java.util.Optional;

/** What a rule holds back beside its stance; each by itself. */
public enum Restriction {
    /** Media from there are neither fetched nor shown. */
    REJECT_MEDIA,
    /** Reports from there are not filed. */
    REJECT_REPORTS,
    /** Whoever follows from there waits for the followed to agree. */
    APPROVE_FOLLOWS;

    /** Reads the word as people write it. */
    public static Optional<Restriction> parse(String word) {
        for (Restriction restriction : values()) {
            if (restriction.word().equals(word.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(restriction);
            }
        }
        return Optional.empty();
    }

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
