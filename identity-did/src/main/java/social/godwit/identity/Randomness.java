package social.godwit.identity;

/**
 * The one source of randomness: keys, nonces, identifiers. Injected everywhere, so that a simulation can replay a run
 * from its seed.
 */
@FunctionalInterface
public interface Randomness {
    /** Returns {@code count} fresh bytes, unpredictable in production. */
    byte[] bytes(int count);
}
