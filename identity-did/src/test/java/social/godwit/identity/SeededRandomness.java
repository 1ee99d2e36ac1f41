package social.godwit.identity;

import java.util.Random;

/** Repeatable bytes for tests. */
public final class SeededRandomness implements Randomness {
    private final Random random;

    /** The same seed gives the same bytes. */
    public SeededRandomness(long seed) {
        random = new Random(seed);
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
