package social.godwit.instance.client.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.TestKeys;

@DisplayName("A recovery kit")
class RecoveryKitTest {
    private static final SigningKey KEY = SigningKey.generate(TestKeys.seeded(4));
    private static final List<String> WORDS = RecoveryKit.words(KEY);

    @Test
    @DisplayName("is read however the words were written down")
    void reads() {
        assertThat(RecoveryKit.read(String.join(" ", WORDS)).did()).isEqualTo(KEY.did());
        StringBuilder numbered = new StringBuilder();
        for (int i = 0; i < WORDS.size(); i++)
            numbered.append(i + 1)
                    .append(". ")
                    .append(WORDS.get(i).toUpperCase(java.util.Locale.ROOT))
                    .append('\n');
        assertThat(RecoveryKit.read(numbered.toString()).did()).isEqualTo(KEY.did());
        String short4 = WORDS.stream()
                .map(word -> word.substring(0, Math.min(4, word.length())))
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        assertThat(RecoveryKit.read(short4).did()).isEqualTo(KEY.did());
    }

    @Test
    @DisplayName("names the word that is wrong, and what it probably was")
    void namesTheWrongWord() {
        List<String> words = new ArrayList<>(WORDS);
        words.set(6, "zebro");
        assertThatThrownBy(() -> RecoveryKit.read(String.join(" ", words)))
                .isInstanceOfSatisfying(ClientProblem.class, problem -> {
                    assertThat(problem.what()).contains("Word 7", "zebro");
                    assertThat(problem.next())
                            .hasValueSatisfying(next -> assertThat(next).contains("zebra"));
                });
        assertThatThrownBy(() -> RecoveryKit.read(String.join(" ", WORDS.subList(0, 23))))
                .hasMessageContaining("these are 23");
        List<String> exchanged = new ArrayList<>(WORDS);
        Collections.swap(exchanged, 2, 20);
        assertThatThrownBy(() -> RecoveryKit.read(String.join(" ", exchanged)))
                .hasMessageContaining("do not belong together");
    }

    @Test
    @DisplayName("as a page stands alone, and is a kit again; other files are none")
    void page() {
        String page = RecoveryKit.page("alice@<b>.example", TestKeys.ring().did(), KEY);
        assertThat(page).contains("<svg", "alice@&lt;b&gt;.example").doesNotContain("<script", "src=", "href=");
        assertThat(RecoveryKit.ofFile(page.getBytes(StandardCharsets.UTF_8)))
                .hasValueSatisfying(key -> assertThat(key.did()).isEqualTo(KEY.did()));
        assertThat(RecoveryKit.ofFile(String.join("\n", WORDS).getBytes(StandardCharsets.UTF_8)))
                .isPresent();
        assertThat(RecoveryKit.ofFile(new byte[] {'G', 0, 1})).isEmpty();
    }
}
