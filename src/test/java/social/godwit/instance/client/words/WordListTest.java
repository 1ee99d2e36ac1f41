package social.godwit.instance.client.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.encoding.Sha256;
import social.godwit.instance.client.TestKeys;

class WordListTest {
    @Test
    @DisplayName("is the English list of BIP-39, byte for byte")
    void standard() {
        String all =
                IntStream.range(0, WordList.SIZE).mapToObj(WordList::word).collect(Collectors.joining("\n", "", "\n"));
        assertThat(Sha256.of(all.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                        .hex())
                .isEqualTo("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda");
    }

    @Test
    @DisplayName("knows a word by its first four letters, in either case, and no other")
    void numbers() {
        for (int i = 0; i < WordList.SIZE; i++) {
            String word = WordList.word(i);
            assertThat(WordList.number(word)).hasValue(i);
            assertThat(WordList.number(word.substring(0, Math.min(4, word.length()))))
                    .hasValue(i);
        }
        assertThat(WordList.number(" ZOO ")).hasValue(2_047);
        assertThat(WordList.number("godw")).isEmpty();
        assertThat(WordList.number("zooo")).isEmpty();
        assertThat(WordList.number("")).isEmpty();
        assertThat(WordList.number("abandons")).isEmpty();
    }

    @Test
    void words() {
        assertThat(WordList.random(5, TestKeys.seeded(1))).hasSize(5);
        assertThat(WordList.random(5, count -> new byte[] {(byte) 0xff, (byte) 0xff}))
                .containsOnly("zoo");
    }
}
