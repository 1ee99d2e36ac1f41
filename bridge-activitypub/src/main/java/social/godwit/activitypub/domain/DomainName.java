package social.godwit.activitypub.domain;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * A domain that an account may bring: a host name of two labels or more in lower-case A-labels, without port or trailing dot.
 *
 * @param text for example {@code alice.example}; at most {@value #LENGTH_MAX} characters
 */
public record DomainName(String text) {
    /** Shorter than the DNS allows by the label of the proof. */
    public static final int LENGTH_MAX = 253 - "_godwit.".length();

    /** Names that the DNS does not give to anybody (RFC 6761, 6762, 7686, 8375, 9476 and the like). */
    private static final Set<String> NOBODYS =
            Set.of("localhost", "local", "internal", "invalid", "onion", "arpa", "alt", "lan", "home", "corp");

    /** What reading a name comes to. */
    public sealed interface Reading {
        /** It can be brought. */
        record Fit(DomainName name) implements Reading {}

        /** It cannot; {@code detail} says why in words for its owner. */
        record Unfit(String detail) implements Reading {}
    }

    /** Reads what somebody typed, also with letters beyond ASCII, for {@code instance}, whose own names nobody can bring. */
    public static Reading read(String typed, Instance instance) {
        String text = ascii(typed.strip());
        String last = text.substring(text.lastIndexOf('.') + 1);
        if (text.length() > LENGTH_MAX || !RemoteUris.isHostName(text) || text.indexOf('.') < 0) {
            return new Reading.Unfit("this is no domain name such as alice.example");
        }
        if (last.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new Reading.Unfit("an address is no domain name");
        }
        if (NOBODYS.contains(last) && !(instance.development() && last.equals("localhost"))) {
            return new Reading.Unfit("names that end in ." + last + " belong to nobody");
        }
        String own = Origin.parse(instance.origin()).orElseThrow().host();
        if (text.equals(own) || (text.endsWith("." + own) && !own.equals("localhost"))) {
            return new Reading.Unfit(own + " and the names below it are this server's own");
        }
        return new Reading.Fit(new DomainName(text));
    }

    private static String ascii(String typed) {
        String lower = typed.toLowerCase(Locale.ROOT);
        String bare = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        if (bare.length() > LENGTH_MAX || bare.chars().allMatch(c -> c < 0x80)) {
            return bare;
        }
        try {
            return IDN.toASCII(bare, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** The domain of an origin that {@code instance} would answer under, if it can be one. */
    public static Optional<DomainName> of(Origin origin, Instance instance) {
        return read(origin.host(), instance) instanceof Reading.Fit(DomainName name)
                        && name.origin(instance).equals(origin)
                ? Optional.of(name)
                : Optional.empty();
    }

    /** Where {@code instance} answers under this name: by its own scheme and port, which in production are https and none. */
    public Origin origin(Instance instance) {
        Origin own = Origin.parse(instance.origin()).orElseThrow();
        return new Origin(own.scheme(), text, own.port());
    }

    /** Where the DNS holds the proof: the name of a TXT record. */
    public String proofName() {
        return "_godwit." + text;
    }

    /** What that TXT record says when the domain is {@code did}'s. */
    public static String proofText(Did did) {
        return DomainProof.MARK + did;
    }

    @Override
    public String toString() {
        return text;
    }
}
