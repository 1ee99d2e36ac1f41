package social.godwit.identity.request;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import social.godwit.identity.key.RsaKeyPair;

/**
 * A POST of an activity that was signed (draft-cavage-12, {@code rsa-sha256} over {@code (request-target) host date digest content-type})
 * before it is sent, and somewhere else: on the owner's device, with the RSA key of a home that was left. The body is not part of it, and
 * is the same for all inboxes; its type is {@value #CONTENT_TYPE}.
 *
 * @param inbox where it goes
 * @param date the {@code Date} that was signed
 * @param signature the {@code Signature}
 */
public record PreparedRequest(String inbox, String date, String signature) {
    /** The type of every body. */
    public static final String CONTENT_TYPE = "application/activity+json";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Signs a POST of {@code body} to {@code inbox} under the key id that the receiving servers know. */
    public static PreparedRequest sign(URI inbox, byte[] body, String keyId, RsaKeyPair key, Instant now) {
        String date = HTTP_DATE.format(now);
        String path = inbox.getRawPath().isEmpty() ? "/" : inbox.getRawPath();
        String target = inbox.getRawQuery() == null ? path : path + "?" + inbox.getRawQuery();
        String base = "(request-target): post " + target + "\nhost: " + inbox.getRawAuthority() + "\ndate: " + date
                + "\ndigest: " + digest(body) + "\ncontent-type: " + CONTENT_TYPE;
        String field = "keyId=\"" + keyId + "\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest"
                + " content-type\",signature=\"" + Base64.getEncoder().encodeToString(signed(base, key)) + "\"";
        return new PreparedRequest(inbox.toString(), date, field);
    }

    /** The {@code Digest} of a body (RFC 3230). */
    public static String digest(byte[] body) {
        try {
            return "SHA-256="
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static byte[] signed(String base, RsaKeyPair key) {
        try {
            Signature engine = Signature.getInstance("SHA256withRSA");
            engine.initSign(key.jca());
            engine.update(base.getBytes(StandardCharsets.UTF_8));
            return engine.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("this RSA key cannot sign", broken);
        }
    }
}
