package social.godwit.identity.did;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The spellings of a portable id (FEP-ef61 "Identifiers"); {@code java.net.URI} cannot read an authority with colons. */
final class PortableIdSyntax {
    private static final int MAX_HINTS = 16;

    private PortableIdSyntax() {}

    /** What a spelling says. */
    record Parsed(PortableId id, Optional<Origin> gateway, List<Origin> hints) {}

    static boolean claims(String text) {
        // What stands in a fragment is nobody's place: GoToSocial names a vote after the question, "…#vote0/https://…".
        int hash = text.indexOf('#');
        int end = Math.min(hash < 0 ? text.length() : hash, PortableId.MAX_LENGTH);
        String lower = text.substring(0, end).toLowerCase(Locale.ROOT);
        return lower.startsWith("ap:")
                || lower.startsWith("ap+ef61:")
                || lower.contains("/.well-known/apgateway/did")
                || lower.contains("%2fapgateway/did")
                || lower.contains("/apgateway%2fdid");
    }

    static Optional<Parsed> parse(String text) {
        if (text.length() > PortableId.MAX_LENGTH) {
            return Optional.empty();
        }
        if (text.startsWith("ap://")) {
            return parse(text.substring("ap://".length()), null);
        }
        if (text.startsWith("ap+ef61://")) {
            return parse(text.substring("ap+ef61://".length()), null);
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            int at = text.indexOf(PortableId.GATEWAY_PATH);
            if (at > 0) {
                return Origin.parse(text.substring(0, at))
                        .flatMap(origin -> parse(text.substring(at + PortableId.GATEWAY_PATH.length()), origin));
            }
        }
        return Optional.empty();
    }

    /** Reads {@code did/path?query#fragment}; hints are for {@code ap} ids, a compatible id takes no query. */
    private static Optional<Parsed> parse(String rest, @Nullable Origin gateway) {
        int slash = rest.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<Did> did =
                Did.parse(rest.substring(0, slash).replace("%3A", ":").replace("%3a", ":"));
        String tail = rest.substring(slash);
        int hash = tail.indexOf('#');
        Optional<String> fragment = hash < 0 ? Optional.empty() : Optional.of(tail.substring(hash + 1));
        String beforeFragment = hash < 0 ? tail : tail.substring(0, hash);
        int question = beforeFragment.indexOf('?');
        String path = question < 0 ? beforeFragment : beforeFragment.substring(0, question);
        Optional<List<Origin>> hints = question < 0
                ? Optional.of(List.of())
                : gateway == null ? hints(beforeFragment.substring(question + 1)) : Optional.empty();
        if (did.isEmpty()
                || hints.isEmpty()
                || !goodPath(path)
                || !fragment.map(PortableIdSyntax::goodFragment).orElse(true)) {
            return Optional.empty();
        }
        return Optional.of(
                new Parsed(new PortableId(did.get(), path, fragment), Optional.ofNullable(gateway), hints.get()));
    }

    private static Optional<List<Origin>> hints(String query) {
        List<Origin> hints = new ArrayList<>();
        for (String parameter : query.split("&", MAX_HINTS + 1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "" : parameter.substring(0, equals).replace("%40", "@");
            if (!name.equals("gateways") && !name.equals("@gateway")) {
                return Optional.empty();
            }
            String value = parameter.substring(equals + 1);
            for (String encoded : name.equals("gateways") ? value.split(",", MAX_HINTS + 1) : new String[] {value}) {
                Optional<Origin> origin = decode(encoded).flatMap(Origin::parse);
                if (origin.isEmpty() || hints.size() == MAX_HINTS) {
                    return Optional.empty();
                }
                hints.add(origin.get());
            }
        }
        return Optional.of(List.copyOf(hints));
    }

    private static Optional<String> decode(String encoded) {
        try {
            return Optional.of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean goodPath(String path) {
        if (path.length() < 2 || path.charAt(0) != '/' || !goodCharacters(path, "?#")) {
            return false;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            String plain = segment.replace("%2e", ".").replace("%2E", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return false;
            }
        }
        return true;
    }

    static boolean goodFragment(String fragment) {
        return !fragment.isEmpty() && goodCharacters(fragment, "#");
    }

    /** Printable ASCII without what no URI has, and whole percent escapes. */
    private static boolean goodCharacters(String text, String alsoNot) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7F || "\"<>\\^`{|}".indexOf(c) >= 0 || alsoNot.indexOf(c) >= 0) {
                return false;
            }
            if (c == '%'
                    && (i + 2 >= text.length()
                            || Character.digit(text.charAt(i + 1), 16) < 0
                            || Character.digit(text.charAt(i + 2), 16) < 0)) {
                return false;
            }
        }
        return true;
    }
}
