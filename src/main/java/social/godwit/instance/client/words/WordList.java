package social.godwit.instance.client.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import social.godwit.identity.Randomness;

/** The 2,048 English words of BIP-39, in alphabetical order: each stands for eleven bits, and is known by its first four letters. */
public final class WordList {
    /** How many words there are. */
    public static final int SIZE = 2_048;

    private static final int KNOWN_BY = 4;
    private static final List<String> WORDS = read();

    private WordList() {}

    /** The word of a number below {@link #SIZE}. */
    public static String word(int number) {
        return WORDS.get(number);
    }

    /** The number of a word; none when it is not in the list. Upper case is taken, and the first four letters suffice. */
    public static OptionalInt number(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        int at = Collections.binarySearch(WORDS, word);
        if (at >= 0) return OptionalInt.of(at);
        int next = -at - 1;
        return word.length() == KNOWN_BY && next < SIZE && WORDS.get(next).startsWith(word)
                ? OptionalInt.of(next)
                : OptionalInt.empty();
    }

    /** A word of the list that a mistyped one was probably meant to be: one that begins alike, or differs in one letter. */
    public static Optional<String> near(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.length() < 3) return Optional.empty();
        return WORDS.stream()
                .filter(known -> known.length() == word.length() && differences(known, word) == 1)
                .findFirst()
                .or(() -> WORDS.stream()
                        .filter(known -> word.startsWith(known.substring(0, Math.min(KNOWN_BY, known.length())))
                                || known.startsWith(word))
                        .findFirst());
    }

    private static int differences(String one, String other) {
        int count = 0;
        for (int i = 0; i < one.length(); i++) count += one.charAt(i) == other.charAt(i) ? 0 : 1;
        return count;
    }

    /** So many words by chance, each as likely as any other. */
    public static List<String> random(int count, Randomness randomness) {
        List<String> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] bytes = randomness.bytes(2);
            words.add(word(((bytes[0] & 0x07) << 8) | (bytes[1] & 0xff)));
        }
        return List.copyOf(words);
    }

    private static List<String> read() {
        try (InputStream file = WordList.class.getResourceAsStream("/words/english.txt")) {
            if (file == null) throw new IllegalStateException("the list of words is missing from this program");
            List<String> words = new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            if (words.size() != SIZE) throw new IllegalStateException("the list of words is damaged");
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
