package social.godwit.identity.encoding;

import java.util.Optional;

/**
 * Multibase with the one prefix that portable identities allow: {@code z}, base58btc. Other prefixes are refused, because
 * servers that compare identifiers verbatim must find one spelling only (FEP-ef61).
 */
public final class Multibase {
    private Multibase() {}

    /** Returns {@code z} and the base58btc text. */
    public static String encode(byte[] bytes) {
        return "z" + Base58.encode(bytes);
    }

    /** Returns the bytes of a {@code z…} text, or nothing for anything else. */
    public static Optional<byte[]> decode(String text) {
        return text.startsWith("z") ? Base58.decode(text.substring(1)) : Optional.empty();
    }
}
