package social.godwit.activitypub.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows 45 and 46 of the checklist: strangers' HTML. */
class SanitizerTest {
    private static final String FORBIDDEN = "(?i)<(script|svg|math|title|textarea|xmp|select|style|img|plaintext)";

    @Test
    void keepsWhatPostsAreMadeOf() {
        String html = "<p>Hello <span class=\"h-card\"><a href=\"https://a.example/@bob\" class=\"u-url mention\">"
                + "bob</a></span><br />second <strong>line</strong></p><ul><li>one</li></ul>";
        assertThat(Sanitizer.sanitized(html))
                .contains("<p>Hello <span class=\"h-card\">")
                .contains("href=\"https://a.example/&#64;bob\"")
                .contains("class=\"u-url mention\"")
                .contains("rel=\"nofollow noopener noreferrer\"")
                .contains("<strong>line</strong>")
                .contains("<ul><li>one</li></ul>");
    }

    @ParameterizedTest
    @DisplayName("row 45: drops {0}")
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<p onclick=\"alert(1)\">x</p>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\" java\nscript:alert(1)\">x</a>",
                "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
                "<a href=\"&#106;avascript:alert(1)\">x</a>",
                "<a href=\"//evil.example\">x</a>",
                "<style>*{display:none}</style>",
                "<p style=\"position:fixed\">x</p>",
                "<form action=https://evil.example><input name=password></form>",
                "<iframe src=https://evil.example></iframe>",
                "<svg><script>alert(1)</script></svg>",
                "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
                "<annotation-xml encoding=\"text/html\"><script>alert(1)</script>",
                "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
                "<base href=https://evil.example>",
                "<meta http-equiv=refresh content=0;url=https://evil.example>",
                "<object data=x></object><embed src=x>",
                "<p class=\"fixed admin\">x</p>",
                "<a href=\"https://a.example\" target=\"_blank\" id=\"x\" name=\"y\">x</a>"
            })
    void dropsWhatIsNotListed(String html) {
        assertThat(Sanitizer.sanitized(html))
                .doesNotContainPattern("(?i)<(?!/?(p|a|br|span)\\b)")
                .doesNotContainPattern("(?i)\\b(on\\w+|style|src|action|target|id|name|class)=")
                .doesNotContainPattern("(?i)href=\"(?!https://)")
                .doesNotContainIgnoringCase("javascript:");
    }

    @Test
    void dropsCharactersThatTurnTheDirectionOfText() {
        assertThat(Sanitizer.sanitized("<p>a\u202eb\u2066c\u0000d</p>")).isEqualTo("<p>abcd</p>");
        assertThat(Markup.escaped("a\u202eb\u2066c\u0000d\u2069")).isEqualTo("abcd");
    }

    @Test
    @Timeout(20)
    @DisplayName("row 45: ten thousand nested tags, broken entities, unclosed quotes: done at once")
    void isQuickWhateverComes() {
        assertThat(taken("<b>".repeat(40_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<blockquote><p>".repeat(10_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<a href=\"".repeat(10_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("&#x".repeat(40_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<!--".repeat(30_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<![CDATA[".repeat(12_000))).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<a href='https://" + "a".repeat(100_000) + "'>")).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("<p class='" + "mention ".repeat(12_000) + "'>")).isLessThan(Duration.ofSeconds(3));
        assertThat(taken("\ud83d\ude80=\ud83d".repeat(30_000))).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void cutsWhatIsTooLongWithoutLeavingATagOpen() {
        String html = "<p>" + "x".repeat(Sanitizer.LENGTH_MAX - 10) + "<a href=\"https://a.example/\">link</a>";
        assertThat(Sanitizer.sanitized(html)).endsWith("x</p>").hasSizeLessThan(Sanitizer.LENGTH_MAX + 100);
    }

    @Test
    @DisplayName("row 45: never throws, and nothing forbidden comes out, also when its output goes in again")
    void isTotal() {
        var random = new Random(45);
        String[] parts = {
            "<",
            ">",
            "</",
            "<p",
            "<a href=",
            "\"",
            "'",
            "&",
            "&#",
            "&#x110000;",
            "&lt;",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<script>",
            "</script>",
            "<svg>",
            "<math>",
            "<title>",
            "<textarea>",
            "<plaintext>",
            "<xmp>",
            "=",
            " ",
            "\n",
            "\ud800",
            "\udc00",
            "\u0000",
            "\u2028",
            "é",
            "x",
            "on",
            "<br/>",
            "<ul>",
            "<li>",
            "<select>",
            "<option>",
            "<?",
            "?>"
        };
        for (int run = 0; run < 5_000; run++) {
            StringBuilder html = new StringBuilder();
            for (int i = random.nextInt(30); i >= 0; i--) {
                html.append(parts[random.nextInt(parts.length)]);
            }
            String once = Sanitizer.sanitized(html.toString());
            String twice = Sanitizer.sanitized(once);
            assertThat(once).doesNotContainPattern(FORBIDDEN);
            assertThat(twice).doesNotContainPattern(FORBIDDEN);
            assertThat(PlainText.of(html.toString())).isNotNull();
        }
    }

    @Test
    void readsThePlainText() {
        String html = "<p>One &amp; two<br>three &lt;four&gt; {{x}}</p><p>five</p><ul><li>six</li><li>seven</li></ul>";
        assertThat(PlainText.of(html)).isEqualTo("One & two\nthree <four> {{x}}\n\nfive\n\n- six\n- seven");
        assertThat(PlainText.line(html, 12)).isEqualTo("One & two…");
        assertThat(PlainText.of("<script>alert(1)</script>x")).isEqualTo("x");
    }

    @Test
    void escapesWhatWeWriteOurselves() {
        assertThat(new Markup()
                        .element("p", "<b>\"x\" & 'y'", "title", "\"><script>")
                        .toString())
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;</p>");
    }

    private static Duration taken(String html) {
        long start = System.nanoTime();
        Sanitizer.sanitized(html);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
