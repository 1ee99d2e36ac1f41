package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;

class PaperKeyTest {
    private static final SigningKey KEY = SigningKey.generate(new SeededRandomness(1));

    @Test
    @DisplayName(
            "as BIP-39 has it: 256 zero bits are 23 times the first word and the 103rd, 256 one bits end in the 1973rd")
    void standardVectors() {
        SigningKey zeros = SigningKey.ofSeed(new byte[32]);
        assertThat(PaperKey.numbers(zeros).subList(0, 23)).containsOnly(0);
        assertThat(PaperKey.numbers(zeros).getLast()).isEqualTo(102);
        byte[] ones = new byte[32];
        java.util.Arrays.fill(ones, (byte) 0xff);
        assertThat(PaperKey.numbers(SigningKey.ofSeed(ones)).subList(0, 23)).containsOnly(2_047);
        assertThat(PaperKey.numbers(SigningKey.ofSeed(ones)).getLast()).isEqualTo(1_967);
    }

    @Test
    void comesBack() {
        for (int seed = 0; seed < 50; seed++) {
            SigningKey key = SigningKey.generate(new SeededRandomness(seed));
            assertThat(PaperKey.key(PaperKey.numbers(key)).orElseThrow().did()).isEqualTo(key.did());
        }
    }

    @Test
    @DisplayName("a wrong word or two exchanged ones are found out, but for one in 256")
    void checksum() {
        int passed = 0;
        for (int word = 0; word < PaperKey.WORDS; word++) {
            for (int other = 0; other < 64; other++) {
                List<Integer> numbers = new ArrayList<>(PaperKey.numbers(KEY));
                numbers.set(word, (numbers.get(word) + 1 + other) % 2_048);
                passed += PaperKey.key(numbers).isPresent() ? 1 : 0;
            }
        }
        assertThat(passed).isLessThan(24);
        List<Integer> numbers = new ArrayList<>(PaperKey.numbers(KEY));
        assertThat(PaperKey.key(numbers.subList(0, 23))).isEmpty();
        numbers.set(0, 2_048);
        assertThat(PaperKey.key(numbers)).isEmpty();
        assertThat(PaperKey.key(Collections.nCopies(24, -1))).isEmpty();
    }
}
