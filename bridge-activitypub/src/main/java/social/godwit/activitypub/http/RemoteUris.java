package social.godwit.activitypub.http;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** URLs that strangers wrote: read strictly, and in one spelling. */
public final class RemoteUris {
    /** Longest URL that is looked at, in characters. */
    public static final int LENGTH_MAX = 2048;

    /** A host name of letters, digits and hyphens; its last label must not look like a number. */
    private static final Pattern HOST =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*(?![0-9]+$|0x[0-9a-f]*$)"
                    + "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final int HOST_LENGTH_MAX = 253;

    private RemoteUris() {}

    /**
     * Reads an http or https URL: scheme and host in lower case, the host as A-labels, no default port, no user; the path
     * as written. Empty for anything else.
     */
    public static Optional<URI> parse(String text) {
        if (text.length() > LENGTH_MAX || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(withAsciiHost(text));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !scheme.equals("http")) {
                return Optional.empty();
            }
            if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getPort() == 0 || uri.getPort() > 65535) {
                return Optional.empty();
            }
            String host = uri.getHost().toLowerCase(Locale.ROOT);
            int defaultPort = scheme.equals("https") ? 443 : 80;
            String port = uri.getPort() == -1 || uri.getPort() == defaultPort ? "" : ":" + uri.getPort();
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
            URI normal = new URI(scheme + "://" + host + port + path + query + fragment);
            return Optional.of(URI.create(normal.toASCIIString()));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** Scheme, host and port, for comparison: {@code https://a.example}. For URLs that {@link #parse} gave. */
    public static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The same URL without its fragment. */
    public static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }

    /** Whether both are http(s) URLs of one origin. */
    public static boolean sameOrigin(String one, String other) {
        Optional<URI> first = parse(one);
        Optional<URI> second = parse(other);
        return first.isPresent() && second.isPresent() && origin(first.get()).equals(origin(second.get()));
    }

    /** Whether {@code host} is a DNS name in lower-case A-labels, without a trailing dot. Addresses are none. */
    public static boolean isHostName(String host) {
        return host.length() <= HOST_LENGTH_MAX && HOST.matcher(host).matches();
    }

    /** Replaces a host with letters beyond ASCII by its A-labels, since {@link URI} knows no others. */
    private static String withAsciiHost(String text) {
        int start = text.indexOf("://");
        if (start < 0) {
            return text;
        }
        start += 3;
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(start, end);
        if (authority.chars().allMatch(c -> c < 0x80)) {
            return text;
        }
        int colon = authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon);
        return text.substring(0, start) + IDN.toASCII(host) + port + text.substring(end);
    }
}
