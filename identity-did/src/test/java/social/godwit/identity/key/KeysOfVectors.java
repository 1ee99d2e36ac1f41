package social.godwit.identity.key;

import java.util.Arrays;
import social.godwit.identity.encoding.Multibase;

/** Secret keys that published vectors use. */
public final class KeysOfVectors {
    /** The secret Multikey of FEP-8b32 and of the W3C example: 0x8026, then the seed. */
    public static final SigningKey FEP_8B32 = secret("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq");

    private KeysOfVectors() {}

    /** The key of a 32-byte seed. */
    public static SigningKey ofSeed(byte[] seed) {
        return SigningKey.ofSeed(seed);
    }

    private static SigningKey secret(String multibase) {
        byte[] bytes = Multibase.decode(multibase).orElseThrow();
        return SigningKey.ofSeed(Arrays.copyOfRange(bytes, 2, bytes.length));
    }
}
