package social.godwit.activitypub.signature;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The digest of a body: {@code Digest: SHA-256=…} (RFC 3230, beside draft-cavage) and {@code Content-Digest: sha-256=:…:}
 * (RFC 9530, beside RFC 9421). Each belongs to its own kind of signature; they are never mixed.
 */
public final class BodyDigest {
    private BodyDigest() {}

    /** The value of a {@code Digest} field for {@code body}. */
    public static String digest(byte[] body) {
        return "SHA-256=" + Base64s.encode(hash("SHA-256", body));
    }

    /** The value of a {@code Content-Digest} field for {@code body}. */
    public static String contentDigest(byte[] body) {
        return "sha-256=:" + Base64s.encode(hash("SHA-256", body)) + ":";
    }

    /** Checks {@code Digest} fields; tells what is wrong, nothing when SHA-256 is there once and right. */
    static Optional<String> checkDigest(List<String> fields, byte[] body) {
        Optional<byte[]> found = Optional.empty();
        for (String entry : String.join(",", fields).split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                return Optional.of("Digest cannot be read");
            }
            if (!entry.substring(0, equals).strip().toUpperCase(Locale.ROOT).equals("SHA-256")) {
                continue;
            }
            if (found.isPresent()) {
                return Optional.of("Digest says SHA-256 twice");
            }
            found = Base64s.strict(entry.substring(equals + 1).strip());
            if (found.isEmpty()) {
                return Optional.of("Digest is not base64");
            }
        }
        return compare(found, "SHA-256", body, "Digest");
    }

    /** Checks {@code Content-Digest} fields; tells what is wrong. Every hash that we know must fit, and one be there. */
    static Optional<String> checkContentDigest(List<String> fields, byte[] body) {
        Optional<Map<String, StructuredFields.Value>> members = StructuredFields.dictionary(fields);
        if (members.isEmpty()) {
            return Optional.of("Content-Digest cannot be read");
        }
        Optional<String> wrong = Optional.of("Content-Digest has no sha-256");
        for (Map.Entry<String, String> known :
                List.of(Map.entry("sha-256", "SHA-256"), Map.entry("sha-512", "SHA-512"))) {
            if (members.get().containsKey(known.getKey())) {
                wrong = members.get().get(known.getKey()) instanceof StructuredFields.Item item
                                && item.bare() instanceof StructuredFields.Bytes bytes
                        ? compare(Optional.of(bytes.value()), known.getValue(), body, "Content-Digest")
                        : Optional.of("Content-Digest cannot be read");
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return wrong;
    }

    private static Optional<String> compare(Optional<byte[]> said, String algorithm, byte[] body, String field) {
        if (said.isEmpty()) {
            return Optional.of(field + " has no " + algorithm);
        }
        return MessageDigest.isEqual(said.get(), hash(algorithm, body))
                ? Optional.empty()
                : Optional.of(field + " is that of another body");
    }

    private static byte[] hash(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
