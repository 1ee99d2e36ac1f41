package social.godwit.activitypub.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The bits that say which words a text can have. */
class WordMarksTest {
    private static final int FREE = 173;
    private static final int MONEY = 336;

    @Test
    @DisplayName("stay what they are: rows that were written before are searched by them")
    void stable() {
        assertThat(BitSet.valueOf(WordMarks.of(" free money ")).stream()).containsExactlyInAnyOrder(FREE, MONEY);
        assertThat(WordMarks.of(" ")).hasSize(64).containsOnly(0);
    }

    @Test
    @DisplayName("are asked for of whole words only: at an edge without a space a longer word may begin or end")
    void edges() {
        assertThat(WordMarks.needed(" free money ")).containsExactly(FREE, MONEY);
        assertThat(WordMarks.needed(" free money")).containsExactly(FREE);
        assertThat(WordMarks.needed("free money ")).containsExactly(MONEY);
        for (String part : new String[] {"free money", "free", " free", "free ", " ", ""}) {
            assertThat(WordMarks.needed(part)).as(part).isEmpty();
        }
    }

    @Test
    @DisplayName("never hide a text that occurs: every part of every text finds its text")
    void never_hide() {
        var chance = new Random(5);
        for (int round = 0; round < 300; round++) {
            String words = IntStream.range(0, 1 + chance.nextInt(40))
                    .mapToObj(n -> Integer.toString(chance.nextInt(2_000), 36))
                    .collect(Collectors.joining(" ", " ", " "));
            BitSet marks = BitSet.valueOf(WordMarks.of(words));
            int from = chance.nextInt(words.length());
            String part = words.substring(from, from + 1 + chance.nextInt(words.length() - from));
            assertThat(WordMarks.needed(part)).as("%s in %s", part, words).allMatch(marks::get);
        }
    }

    @Test
    @DisplayName("tell most texts apart: of 30 words, a word that is not there has its bit in one of ten at most")
    void tell_apart() {
        long found = IntStream.range(0, 1_000)
                .filter(text -> BitSet.valueOf(WordMarks.of(IntStream.range(0, 30)
                                .mapToObj(n -> "word" + (text * 30 + n))
                                .collect(Collectors.joining(" "))))
                        .get(WordMarks.needed(" elsewhere ").findFirst().orElseThrow()))
                .count();
        assertThat(found).isBetween(20L, 100L);
    }
}
