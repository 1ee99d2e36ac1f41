package social.godwit.activitypub.vocabulary;

import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;

/** Ids of strangers and of our own: whether they can be used at all, how they are compared, whose they are. */
public final class Ids {
    /** The longest id that is taken, in UTF-8 bytes. */
    public static final int BYTES_MAX = 1_024;

    private Ids() {}

    /** True for an http, https or portable id of printable characters, at most {@value #BYTES_MAX} bytes long. */
    public static boolean usable(String id) {
        if (!(id.startsWith("https://") || id.startsWith("http://") || id.startsWith("ap"))) {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c <= ' ' || c == '"' || c == '<' || c == '>' || c == 0x7f) {
                return false;
            }
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes <= BYTES_MAX
                && (PortableId.claims(id) ? PortableId.parse(id).isPresent() : !host(id).isEmpty());
    }

    /** The form by which ids are compared and stored: canonical when portable, else as written. */
    public static String compared(String id) {
        return PortableId.claims(id)
                ? PortableId.parse(id).map(PortableId::canonical).orElse(id)
                : id;
    }

    /** The DID whose id this is, when it is portable. */
    public static Optional<Did> did(String id) {
        return PortableId.claims(id) ? PortableId.parse(id).map(PortableId::did) : Optional.empty();
    }

    /** Whether an id is portable. */
    public static boolean isPortable(String id) {
        return did(id).isPresent();
    }

    /**
     * Who answers for an id (FEP-fe34): scheme, host and port of an ordinary one, the DID of a portable one; empty when
     * it has neither.
     */
    public static String origin(String id) {
        Optional<Did> did = did(id);
        if (did.isPresent()) {
            return did.get().toString();
        }
        int scheme = id.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int end = authorityEnd(id, scheme + 3);
        return id.substring(0, end).toLowerCase(Locale.ROOT);
    }

    /** The host that an id names, lower case without port: of a portable one the gateway's, if it names one. */
    public static String host(String id) {
        if (id.startsWith("ap")) {
            return "";
        }
        int scheme = id.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int start = scheme + 3;
        int end = authorityEnd(id, start);
        int at = id.lastIndexOf('@', end - 1);
        if (at >= start) {
            return "";
        }
        int colon = id.indexOf(':', start);
        if (id.startsWith("[", start)) {
            colon = id.indexOf(':', id.indexOf(']', start) + 1);
        }
        int hostEnd = colon >= start && colon < end ? colon : end;
        return id.substring(start, hostEnd).toLowerCase(Locale.ROOT);
    }

    private static int authorityEnd(String id, int start) {
        for (int i = start; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == '/' || c == '?' || c == '#' || c == '\\') {
                return i;
            }
        }
        return id.length();
    }
}
