package social.godwit.activitypub.remote;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.activitypub.http.RemoteUris;

/**
 * A handle, {@code name@host}.
 *
 * @param name as Mastodon allows it, in the case in which it was written
 * @param authority host as A-labels, and in development also a port
 */
public record Handle(String name, String authority) {
    private static final int NAME_LENGTH_MAX = 256;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]+([.-]+[a-zA-Z0-9_]+)*");

    private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1]):[0-9]{1,5}");

    /**
     * Reads {@code name@host}, {@code @name@host} or {@code acct:name@host}. The host is a plain name: no user, no port (but
     * for {@code localhost:PORT} in development), nothing that would end it within a URL.
     */
    public static Optional<Handle> parse(String text) {
        String bare = text.startsWith("acct:") ? text.substring(5) : text.startsWith("@") ? text.substring(1) : text;
        int at = bare.indexOf('@');
        if (at <= 0 || at > NAME_LENGTH_MAX || at == bare.length() - 1) {
            return Optional.empty();
        }
        String name = bare.substring(0, at);
        String host = bare.substring(at + 1).toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        if (LOCAL.matcher(host).matches()) {
            return Optional.of(new Handle(name, host));
        }
        try {
            String ascii = IDN.toASCII(host);
            return RemoteUris.isHostName(ascii) ? Optional.of(new Handle(name, ascii)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /** {@code acct:name@host}. */
    public String acct() {
        return "acct:" + this;
    }

    /** {@code name@host}. */
    @Override
    public String toString() {
        return name + "@" + authority;
    }
}
