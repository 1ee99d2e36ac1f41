package social.godwit.network.domain;

import java.net.IDN;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rule about a domain and everything below it.
 *
 * @param domain lower case, A-labels, no trailing dot, at most 253 characters; see {@link #domain(String)}
 * @param comment why, for the operators; at most 2,000 characters
 */
public record DomainRule(String domain, Stance stance, String comment, Instant createdAt) {
    /** The longest comment, in characters. */
    public static final int COMMENT_MAX = 2_000;

    private static final int DOMAIN_MAX = 253;
    private static final Pattern LABELS =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    public DomainRule {
        if (!domain(domain).equals(Optional.of(domain))) {
            throw new IllegalArgumentException("not a canonical domain: " + domain);
        }
        if (comment.length() > COMMENT_MAX) {
            throw new IllegalArgumentException("comment longer than " + COMMENT_MAX);
        }
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
