package social.godwit.network.domain;

import java.net.IDN;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A rule about a domain and everything below it.
 *
 * @param domain lower case, A-labels, no trailing dot, at most 253 characters; see {@link #domain(String)}
 * @param comment why, for the operators; at most 2,000 characters
 * @param publicComment why, for everybody; at most 2,000 characters
 * @param until when it ends by itself
 */
public record DomainRule(
        String domain,
        Stance stance,
        Set<Restriction> restrictions,
        String comment,
        String publicComment,
        Instant createdAt,
        Optional<Instant> until) {
    /** The longest comment, in characters. */
    public static final int COMMENT_MAX = 2_000;

    private static final int DOMAIN_MAX = 253;
    private static final Pattern LABELS =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    public DomainRule {
        if (!domain(domain).equals(Optional.of(domain))) {
            throw new IllegalArgumentException("not a canonical domain: " + domain);
        }
        restrictions = Set.copyOf(restrictions);
        if (comment.length() > COMMENT_MAX || publicComment.length() > COMMENT_MAX) {
            throw new IllegalArgumentException("comment longer than " + COMMENT_MAX);
        }
    }

    /** A rule without restrictions, for good. */
    public DomainRule(String domain, Stance stance, String comment, Instant createdAt) {
        this(domain, stance, Set.of(), comment, "", createdAt, Optional.empty());
    }

    /** Whether it holds at this time. */
    public boolean holds(Instant now) {
        return until.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** Whether what is ruled about a domain holds for this host: the domain, or one below it. */
    public static boolean holdsFor(String domain, String host) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    /** Reads a domain as people write it; empty when it is none. */
    public static Optional<String> domain(String written) {
        String trimmed = written.strip();
        String bare = trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        String ascii;
        try {
            ascii = IDN.toASCII(bare.toLowerCase(Locale.ROOT)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean fits = ascii.length() <= DOMAIN_MAX && LABELS.matcher(ascii).matches();
        return fits ? Optional.of(ascii) : Optional.empty();
    }
}
