package social.godwit.identity.did;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A web origin: scheme, host in lower case and port where it is not the default. Two texts name one origin only when they
 * are equal.
 *
 * @param scheme {@code https}, or {@code http} in development
 * @param host a name in ASCII or an IPv4 address, or an IPv6 address in brackets
 * @param port -1 for the scheme's default
 */
public record Origin(String scheme, String host, int port) {
    private static final int MAX_LENGTH = 255 + 16;

    /** Use {@link #parse} or {@link #of}. */
    public Origin {
        if (!(scheme.equals("https") || scheme.equals("http"))
                || !goodHost(host)
                || port < -1
                || port > 65_535
                || port == 0
                || port == defaultPort(scheme)) {
            throw new IllegalArgumentException("not an origin: " + scheme + "://" + host + ":" + port);
        }
    }

    /** Reads an origin in canonical spelling: no path (not even {@code /}), query, fragment or user, no default port. */
    public static Optional<Origin> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return ofUrl(text).filter(origin -> origin.toString().equals(text));
    }

    /** The origin of an http(s) URL, brought into canonical spelling; nothing for other URLs, or with user info. */
    public static Optional<Origin> of(URI url) {
        String scheme = url.getScheme();
        String authority = url.getRawAuthority();
        if (scheme == null || authority == null) {
            return Optional.empty();
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            return Optional.empty();
        }
        return ofAuthority(scheme, authority);
    }

    /** {@link #of(URI)} of a text. */
    public static Optional<Origin> ofUrl(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Origin> ofAuthority(String scheme, String authority) {
        int colon =
                authority.startsWith("[") ? authority.indexOf(':', authority.indexOf(']') + 1) : authority.indexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = -1;
        if (colon >= 0) {
            String digits = authority.substring(colon + 1);
            if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            port = Integer.parseInt(digits);
            if (port == 0 || port > 65_535) {
                return Optional.empty();
            }
            port = port == defaultPort(scheme) ? -1 : port;
        }
        String ascii = ascii(host);
        return goodHost(ascii) ? Optional.of(new Origin(scheme, ascii, port)) : Optional.empty();
    }

    private static String ascii(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        if (lower.chars().allMatch(c -> c < 128)) {
            return lower;
        }
        try {
            return IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean goodHost(String host) {
        if (host.startsWith("[")) {
            return host.length() <= 41
                    && host.endsWith("]")
                    && host.substring(1, host.length() - 1).matches("[0-9a-f:.]{2,39}");
        }
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || label.startsWith("-") || label.endsWith("-")) {
                return false;
            }
            for (int i = 0; i < label.length(); i++) {
                char c = label.charAt(i);
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** Host and port as in a {@code Host} header and in {@code acct:} names. */
    public String authority() {
        return port < 0 ? host : host + ":" + port;
    }

    /** {@code https://host} or {@code https://host:port}, without a trailing slash. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
