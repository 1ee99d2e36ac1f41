package social.godwit.network.moderation;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.domain.DomainRule;

/**
 * What a case is about and what a decision applies to.
 *
 * @param id an actor's or a post's id as ids are compared here (canonical when portable, else as written), or a domain in
 *     lower case and A-labels; at most {@value #ID_MAX} characters
 */
public record Subject(Kind kind, String id) {
    /** The longest id, in characters. */
    public static final int ID_MAX = 1_024;

    /** The three kinds. */
    public enum Kind {
        ACCOUNT,
        POST,
        DOMAIN;

        /** The word that stands for it in requests, answers and the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Subject {
        boolean fits = !id.isEmpty() && id.length() <= ID_MAX && id.chars().allMatch(c -> c > ' ' && c != 0x7f);
        if (!fits || (kind == Kind.DOMAIN && !DomainRule.domain(id).equals(Optional.of(id)))) {
            throw new IllegalArgumentException("not a " + kind.word() + ": " + id);
        }
    }

    /** An actor, by its id. */
    public static Subject account(String id) {
        return new Subject(Kind.ACCOUNT, id);
    }

    /** A post, by its id. */
    public static Subject post(String id) {
        return new Subject(Kind.POST, id);
    }

    /** A domain and everything below it. */
    public static Subject domain(String domain) {
        return new Subject(Kind.DOMAIN, domain);
    }

    /** Reads {@code kind:id}, as {@link #toString} writes it; empty when it is none. */
    public static Optional<Subject> parse(String text) {
        for (Kind kind : Kind.values()) {
            String prefix = kind.word() + ":";
            if (text.startsWith(prefix)) {
                try {
                    return Optional.of(new Subject(kind, text.substring(prefix.length())));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** By which an Approval names it: the SHA-256 of {@code kind:id}. */
    public Sha256 hash() {
        return Sha256.of(toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return kind.word() + ":" + id;
    }
}
