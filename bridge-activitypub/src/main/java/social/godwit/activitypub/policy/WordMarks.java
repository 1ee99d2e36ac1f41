package social.godwit.activitypub.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which words a text can have, in {@value #BITS} bits: each word sets one, so a text without the bit of a word does not have the
 * word. Kept beside the words of many posts, it spares reading most of them.
 */
public final class WordMarks {
    private static final int BITS = 512;
    /** 2^32 divided by the golden ratio: multiplied by it, hashes that are alike end far from each other. */
    private static final int SPREAD = 0x9E3779B9;

    private WordMarks() {}

    /** The bits of all words; bit {@code n} is the lowest but {@code n % 8} of byte {@code n / 8}. */
    public static byte[] of(String words) {
        byte[] marks = new byte[BITS / 8];
        bits(words).forEach(bit -> marks[bit / 8] |= (byte) (1 << bit % 8));
        return marks;
    }

    /**
     * The bits that every text has in which this one occurs: those of its whole words. What stands at an edge without a space can
     * be the part of a longer word.
     */
    static IntStream needed(String text) {
        return bits(whole(text));
    }

    /** One of the words that every text has in which this one occurs; empty when it may be a part of longer words. */
    static Optional<String> word(String text) {
        return Arrays.stream(whole(text).split(" "))
                .filter(word -> !word.isEmpty())
                .findFirst();
    }

    private static String whole(String text) {
        int from = text.indexOf(' ') + 1;
        return text.substring(from, Math.max(from, text.lastIndexOf(' ')));
    }

    private static IntStream bits(String words) {
        return Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .mapToInt(WordMarks::bit)
                .distinct();
    }

    private static int bit(String word) {
        return (word.hashCode() * SPREAD) >>> 23;
    }
}
