package social.godwit.instance.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * The cookie of a session: whose account, and a secret of 256 bits of which only the hash is kept. Its name begins with
 * {@code __Host-}, so that browsers take it only over TLS, from this very host, for all paths (RFC 6265bis 4.1.3).
 */
public record SessionCookie(Did account, String secret) {
    /** What it is called. */
    public static final String NAME = "__Host-godwit";

    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=";
    private static final int SECRET_BYTES = 32;
    private static final Pattern VALUE = Pattern.compile("(z[A-Za-z0-9]{1,80})\\.([A-Za-z0-9_-]{43})");

    /** A new one. */
    static SessionCookie generate(Did account, Randomness randomness) {
        return new SessionCookie(
                account, Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.bytes(SECRET_BYTES)));
    }

    /** Reads {@code Cookie} fields; empty when ours is not there, is there twice, or is none that we made. */
    public static Optional<SessionCookie> read(List<String> fields) {
        List<String> values = fields.stream()
                .flatMap(field -> Pattern.compile(";").splitAsStream(field))
                .map(String::strip)
                .filter(pair -> pair.startsWith(NAME + "="))
                .map(pair -> pair.substring(NAME.length() + 1))
                .toList();
        Matcher value = VALUE.matcher(values.size() == 1 ? values.getFirst() : "");
        return value.matches()
                ? Did.parse("did:key:" + value.group(1)).map(did -> new SessionCookie(did, value.group(2)))
                : Optional.empty();
    }

    /** By what the session is kept. */
    public Sha256 hash() {
        return Sha256.of(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The {@code Set-Cookie} that gives it to the browser. */
    public String setFor(Duration lasting) {
        return NAME + "=" + account.multibase() + "." + secret + ATTRIBUTES + lasting.toSeconds();
    }

    /** The {@code Set-Cookie} that takes it away. */
    public static String taken() {
        return NAME + "=" + ATTRIBUTES + 0;
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return NAME + " of " + account;
    }
}
