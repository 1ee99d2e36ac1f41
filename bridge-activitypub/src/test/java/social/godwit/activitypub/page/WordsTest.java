package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @DisplayName("whoever reads German gets German, everybody else English")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-|-|en",
                "-|de-AT,de;q=0.9,en;q=0.5|de",
                "-|fr;q=0.9,de;q=0.5|de",
                "-|fr|en",
                "-|;;;===|en",
                "de|en|de",
                "en|de|en",
                "xx|de|de",
                "<script>|-|en"
            })
    void speaksTheReadersLanguage(String wish, String accept, String language) {
        assertThat(Words.forReader(Optional.ofNullable(wish), Optional.ofNullable(accept))
                        .language())
                .isEqualTo(language);
    }

    @Test
    void aLongHeaderIsNotRead() {
        assertThat(Words.forReader(Optional.empty(), Optional.of("de,".repeat(1_000)))
                        .language())
                .isEqualTo("en");
    }

    @Test
    void onlyALanguageThatWasAskedForByNameGoesAlong() {
        String url = "https://home.example/about";
        assertThat(Words.forReader(Optional.of("de"), Optional.empty()).page(url))
                .isEqualTo(url + "?lang=de");
        assertThat(Words.forReader(Optional.of("de"), Optional.empty()).page(url, "below", "7&x"))
                .isEqualTo(url + "?below=7%26x&lang=de");
        assertThat(Words.forReader(Optional.empty(), Optional.of("de")).page(url))
                .isEqualTo(url);
    }

    @Test
    @DisplayName("both catalogues say the same things, and every pattern can be filled in")
    void bothCataloguesAreWhole() throws IOException {
        Properties english = catalogue("words.properties");
        Properties german = catalogue("words_de.properties");
        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            int filled = new MessageFormat(english.getProperty(key)).getFormatsByArgumentIndex().length;
            assertThat(new MessageFormat(german.getProperty(key)).getFormatsByArgumentIndex())
                    .as(key)
                    .hasSize(filled);
        }
    }

    private static Properties catalogue(String name) throws IOException {
        Properties words = new Properties();
        try (InputStreamReader file =
                new InputStreamReader(Words.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            words.load(file);
        }
        return words;
    }
}
