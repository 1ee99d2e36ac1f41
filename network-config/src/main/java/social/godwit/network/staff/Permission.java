package social.godwit.network.staff;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody may do; each by itself. */
public enum Permission {
    /** Read cases, reports and their evidence. */
    SEE_CASES,
    /** Claim, assign, note, message, resolve and reopen cases. */
    WORK_ON_CASES,
    /** Label. */
    LABEL,
    /** Warn, put behind a warning, blur, refuse media, limit. */
    RESTRICT,
    /** Suspend. */
    SUSPEND,
    /** Delete the copy here. */
    PURGE,
    /** Answer appeals. */
    ANSWER_APPEALS,
    /** List accounts and see how they stand. */
    SEE_ACCOUNTS,
    /** Write rules about domains. */
    DOMAINS,
    /** Say who an account is. */
    VERIFY,
    /** Make invitations. */
    INVITES,
    /** Read the whole moderation log and the figures, without the delay. */
    SEE_LOG,
    /** Decide who may register, announce, see the settings, and announce that the server closes. */
    SERVER,
    /** Appoint and dismiss, below the own rank. */
    STAFF;

    /** The word that stands for it in requests, answers and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Their words, in alphabetical order. */
    public static List<String> words(Set<Permission> permissions) {
        return permissions.stream().map(Permission::word).sorted().toList();
    }

    /** Reads the word as people write it. */
    public static Optional<Permission> parse(String word) {
        for (Permission permission : values()) {
            if (permission.word().equals(word.toLowerCase(Locale.ROOT).replace('_', '-'))) {
                return Optional.of(permission);
            }
        }
        return Optional.empty();
    }
}
