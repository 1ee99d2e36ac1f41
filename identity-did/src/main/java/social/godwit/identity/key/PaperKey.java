package social.godwit.identity.key;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;

/**
 * A key as {@value #WORDS} numbers of eleven bits, for paper: the 256 bits of its seed and, as checksum, the first eight bits of
 * their SHA-256 (BIP-39 for 256 bits of entropy). Only for keys that are kept off every device.
 */
public final class PaperKey {
    /** How many numbers there are. */
    public static final int WORDS = 24;

    private static final int BITS = 11;

    private PaperKey() {}

    /** The numbers, each below 2,048. */
    public static List<Integer> numbers(SigningKey key) {
        byte[] bytes = Arrays.copyOf(key.seed(), SigningKey.SEED_LENGTH + 1);
        bytes[SigningKey.SEED_LENGTH] = Sha256.of(key.seed()).bytes()[0];
        List<Integer> numbers = new ArrayList<>(WORDS);
        for (int word = 0; word < WORDS; word++) {
            int number = 0;
            for (int bit = word * BITS; bit < (word + 1) * BITS; bit++) {
                number = (number << 1) | ((bytes[bit / 8] >> (7 - bit % 8)) & 1);
            }
            numbers.add(number);
        }
        Arrays.fill(bytes, (byte) 0);
        return List.copyOf(numbers);
    }

    /** The key of numbers that belong together; nothing when there are others than 24, or the checksum is another. */
    public static Optional<SigningKey> key(List<Integer> numbers) {
        if (numbers.size() != WORDS || numbers.stream().anyMatch(number -> number < 0 || number >= 1 << BITS)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[SigningKey.SEED_LENGTH + 1];
        for (int bit = 0; bit < WORDS * BITS; bit++) {
            int set = (numbers.get(bit / BITS) >> (BITS - 1 - bit % BITS)) & 1;
            bytes[bit / 8] |= (byte) (set << (7 - bit % 8));
        }
        byte[] seed = Arrays.copyOf(bytes, SigningKey.SEED_LENGTH);
        boolean together = bytes[SigningKey.SEED_LENGTH] == Sha256.of(seed).bytes()[0];
        Arrays.fill(bytes, (byte) 0);
        return together ? Optional.of(SigningKey.ofSeed(seed)) : Optional.empty();
    }
}
