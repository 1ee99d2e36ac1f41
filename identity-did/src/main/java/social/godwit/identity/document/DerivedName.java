package social.godwit.identity.document;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;

/**
 * The last part of the id of what answers something: an account's gateways and its owner's devices derive it each by itself and all
 * alike, so that the same answer given twice is one.
 */
public final class DerivedName {
    private static final int LENGTH = 22;

    private DerivedName() {}

    /** The first 22 characters of the base58 form of the SHA-256 of {@code cause}, the id of what is answered, as written. */
    public static String of(String cause) {
        return Base58.encode(Sha256.of(cause.getBytes(StandardCharsets.UTF_8)).bytes())
                .substring(0, LENGTH);
    }
}
