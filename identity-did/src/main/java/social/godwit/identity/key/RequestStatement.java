package social.godwit.identity.key;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An HTTP request (RFC 9421 section 2.5) with exactly the components {@code @method}, {@code @target-uri} and, with a body,
 * {@code content-digest}.
 *
 * @param method in upper case
 * @param targetUri absolute, as it is sent
 * @param contentDigest value of the {@code Content-Digest} header; none without a body
 * @param created seconds since 1970
 * @param keyId {@code did:key:X#X}
 * @param nonce 16 to 64 characters that the signer never uses again
 */
public record RequestStatement(
        String method, String targetUri, Optional<String> contentDigest, long created, String keyId, String nonce)
        implements Statement {
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,4096}");
    private static final Pattern DIGEST = Pattern.compile("sha-256=:[A-Za-z0-9+/]{43}=:");

    /** Checks that no value can reach into another line of the base. */
    public RequestStatement {
        boolean good = METHOD.matcher(method).matches()
                && (targetUri.startsWith("https://") || targetUri.startsWith("http://"))
                && VISIBLE.matcher(targetUri).matches()
                && contentDigest.map(value -> DIGEST.matcher(value).matches()).orElse(true)
                && created > 0
                && VISIBLE.matcher(keyId).matches()
                && VISIBLE.matcher(nonce).matches()
                && nonce.length() >= 16
                && nonce.length() <= 64;
        if (!good) {
            throw new IllegalArgumentException("not a request that can be signed: " + method + " " + targetUri);
        }
    }

    /** The inner list and parameters of {@code Signature-Input}, without the label. */
    public String parameters() {
        return "(\"@method\" \"@target-uri\""
                + (contentDigest.isPresent() ? " \"content-digest\"" : "")
                + ");created="
                + created
                + ";keyid=\""
                + keyId
                + "\";nonce=\""
                + nonce
                + "\"";
    }

    @Override
    public byte[] message() {
        return base(method, targetUri, contentDigest, parameters());
    }

    /** The signature base for parameters as they were received; for verification only. */
    public static byte[] base(String method, String targetUri, Optional<String> contentDigest, String parameters) {
        String base = "\"@method\": " + method + "\n\"@target-uri\": " + targetUri + "\n"
                + contentDigest
                        .map(value -> "\"content-digest\": " + value + "\n")
                        .orElse("")
                + "\"@signature-params\": " + parameters;
        return base.getBytes(StandardCharsets.UTF_8);
    }
}
