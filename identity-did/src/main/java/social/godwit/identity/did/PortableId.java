package social.godwit.identity.did;

import java.util.List;
import java.util.Optional;

/**
 * A portable id (FEP-ef61): whose it is and its path there. Documents are compared by {@link #canonical}, whatever spelling
 * they carry: {@code ap://did:key:…/path}, {@code ap+ef61://…}, or compatible {@code https://GATEWAY/.well-known/apgateway/did:key:…/path}.
 *
 * @param did the owner
 * @param path begins with {@code /}, is longer than that, and is opaque but for dot segments, which it never has
 * @param fragment without {@code #}
 */
public record PortableId(Did did, String path, Optional<String> fragment) {
    /** Longest spelling that is read, in characters. */
    public static final int MAX_LENGTH = 2_048;

    /** Where gateways serve portable documents. */
    public static final String GATEWAY_PATH = "/.well-known/apgateway/";

    /** Checks the path and the fragment. */
    public PortableId {
        if (!PortableIdSyntax.goodPath(path)
                || !fragment.map(PortableIdSyntax::goodFragment).orElse(true)) {
            throw new IllegalArgumentException(
                    "not a portable id: " + path + fragment.map(f -> "#" + f).orElse(""));
        }
    }

    /** The id of a document of {@code did} at {@code path}. */
    public static PortableId of(Did did, String path) {
        return new PortableId(did, path, Optional.empty());
    }

    /**
     * Reads any spelling. Location hints ({@code ?gateways=a,b}, {@code ?@gateway=a&@gateway=b}) are allowed on {@code ap}
     * ids and do not count; any other query is refused.
     */
    public static Optional<PortableId> parse(String text) {
        return PortableIdSyntax.parse(text).map(PortableIdSyntax.Parsed::id);
    }

    /** The gateway in a compatible id; nothing for {@code ap} ids and for what is no portable id. */
    public static Optional<Origin> gatewayOf(String text) {
        return PortableIdSyntax.parse(text).flatMap(PortableIdSyntax.Parsed::gateway);
    }

    /** The location hints of an {@code ap} id, at most 16, in their order. */
    public static List<Origin> hintsOf(String text) {
        return PortableIdSyntax.parse(text).map(PortableIdSyntax.Parsed::hints).orElse(List.of());
    }

    /**
     * Whether the text has the shape of a portable id, well-formed or not. Such an id must never be trusted by web origin:
     * where {@link #parse} finds nothing, refuse it.
     */
    public static boolean claims(String text) {
        return PortableIdSyntax.claims(text);
    }

    /** {@code ap://did:key:…/path}, with the fragment if there is one: equal exactly for the same document. */
    public String canonical() {
        return "ap://" + did + path + fragment.map(f -> "#" + f).orElse("");
    }

    /** The compatible id at a gateway. */
    public String at(Origin gateway) {
        return gateway + GATEWAY_PATH + did + path + fragment.map(f -> "#" + f).orElse("");
    }

    /** The id of the document that the fragment is in. */
    public PortableId withoutFragment() {
        return fragment.isEmpty() ? this : new PortableId(did, path, Optional.empty());
    }

    /** The id of a part of this document, for example a key. */
    public PortableId withFragment(String name) {
        return new PortableId(did, path, Optional.of(name));
    }

    /** The id of another document of the same owner. */
    public PortableId sibling(String otherPath) {
        return new PortableId(did, otherPath, Optional.empty());
    }

    /** {@link #canonical}. */
    @Override
    public String toString() {
        return canonical();
    }
}
