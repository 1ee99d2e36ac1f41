package social.godwit.store.simulation;

import java.time.Duration;
import java.util.List;
import social.godwit.identity.Randomness;

/** Chance that follows from a seed (SplitMix64). */
final class Chance implements Randomness {
    private long state;

    Chance(long seed) {
        this.state = seed;
    }

    /** Another one, that goes its own way. */
    Chance branch() {
        return new Chance(next());
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T of(List<T> some) {
        return some.get(below(some.size()));
    }

    /** Up to {@code most}. */
    Duration upTo(Duration most) {
        return Duration.ofMillis(below((int) most.toMillis() + 1));
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) next();
        }
        return bytes;
    }
}
