package social.godwit.instance.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CompositionTest {
    private static final String TAGS = "https://home.example/tags/";

    @Test
    void writesParagraphsEmphasisAndLineBreaks() {
        assertThat(html("a *b* **c** ~~d~~\ne\n\nf"))
                .isEqualTo("<p>a <em>b</em> <strong>c</strong> <del>d</del><br>e</p>\n<p>f</p>");
    }

    @Test
    void showsRawHtmlAsText() {
        assertThat(html("<script>alert(1)</script> <b onclick=x>y</b>"))
                .doesNotContain("<script")
                .doesNotContain("<b ")
                .contains("&lt;script&gt;");
    }

    @Test
    void dropsLinksThatCouldRunSomething() {
        assertThat(html("[x](javascript:alert(1)) [y](data:text/html,z)"))
                .doesNotContain("javascript:")
                .doesNotContain("data:");
    }

    @Test
    void turnsPicturesIntoLinks() {
        assertThat(html("![alt](https://e.example/p.png)"))
                .doesNotContain("<img")
                .contains("<a href=\"https://e.example/p.png\"");
    }

    @Test
    void linksMentionsThatWereFound() {
        Composition text = Composition.markdown("Hi @Bob@Other.Example, and @carol!");
        assertThat(text.handles()).containsExactly("bob@other.example", "carol");
        assertThat(text.html(Map.of("bob@other.example", "https://other.example/@bob"), TAGS))
                .isEqualTo(
                        "<p>Hi <span class=\"h-card\"><a href=\"https://other.example/@bob\" class=\"u-url mention\">@"
                                + "<span>Bob</span></a></span>, and @carol!</p>");
    }

    @Test
    void mentionsMayNameAPort() {
        assertThat(Composition.markdown("@bob@localhost:8081.").handles()).containsExactly("bob@localhost:8081");
    }

    @Test
    void mailAddressesAndCodeAreNoMentions() {
        assertThat(Composition.markdown("bob@other.example `@bob@other.example` https://x.example/@bob")
                        .handles())
                .isEmpty();
    }

    @Test
    void linksHashtagsOnceAndByLowerCase() {
        Composition text = Composition.markdown("#Godwit #godwit #1 #grün_e a#b");
        assertThat(text.hashtags()).containsExactly("Godwit", "grün_e");
        assertThat(text.html(Map.of(), TAGS))
                .contains(
                        "<a href=\"https://home.example/tags/godwit\" class=\"mention hashtag\" rel=\"tag\">#<span>Godwit</span></a>")
                .contains(" #1 ");
    }

    @Test
    void linksBareAddressesWithoutThePunctuationAfterThem() {
        assertThat(html("See https://e.example/a?b=1&c=2."))
                .isEqualTo(
                        "<p>See <a href=\"https://e.example/a?b=1&amp;c=2\" rel=\"nofollow noopener\">e.example/a?b=1&amp;c=2</a>.</p>");
    }

    @Test
    void doesNotLinkWithinLinks() {
        assertThat(html("[see #tag](https://e.example/)")).doesNotContain("hashtag");
    }

    @Test
    void endsInTimeOnHostileText() {
        assertThat(html("@a.".repeat(20_000)).length()).isPositive();
        assertThat(html("#".repeat(50_000)).length()).isPositive();
        assertThat(html("https://".repeat(10_000)).length()).isPositive();
    }

    private static String html(String markdown) {
        return Composition.markdown(markdown).html(Map.of(), TAGS);
    }
}
