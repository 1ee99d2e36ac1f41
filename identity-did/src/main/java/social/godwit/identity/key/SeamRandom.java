package social.godwit.identity.key;

import java.security.SecureRandom;
import social.godwit.identity.Randomness;

/** Our randomness for the platform's key generators, so that a simulation can replay them. */
final class SeamRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient Randomness randomness;

    SeamRandom(Randomness randomness) {
        super(null, null);
        this.randomness = randomness;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] fresh = randomness.bytes(bytes.length);
        System.arraycopy(fresh, 0, bytes, 0, bytes.length);
    }
}
