package social.godwit.instance.client;

import java.time.Instant;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;

/** Keys and ids that are the same in every run. */
public final class TestKeys {
    public static final Instant NOW = Instant.parse("2026-11-22T07:00:00Z");
    public static final Origin HOME = Origin.parse("https://home.example").orElseThrow();

    private TestKeys() {}

    /** Bytes that count up from a start. */
    public static Randomness counting(int start) {
        int[] next = {start};
        return count -> {
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) bytes[i] = (byte) next[0]++;
            return bytes;
        };
    }

    /** Bytes of a generator with a known seed, for what needs them well mixed. */
    public static Randomness seeded(long seed) {
        var random = new java.util.Random(seed);
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    public static KeyRing ring() {
        return KeyRing.generate(counting(1));
    }

    public static Ids ids(KeyRing keys) {
        return new Ids(keys.did(), HOME, "alice");
    }
}
