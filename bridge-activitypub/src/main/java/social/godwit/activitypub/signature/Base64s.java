package social.godwit.activitypub.signature;

import java.util.Base64;
import java.util.Optional;

/** Base64 as it must be written: padded, standard alphabet, no stray bits. Another spelling is another value. */
final class Base64s {
    private Base64s() {}

    static Optional<byte[]> strict(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
