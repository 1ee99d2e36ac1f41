package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

class PostViewTest {
    private static final String HOME = "https://home.example";
    private static final Instance INSTANCE = new Instance(HOME, "1", false, true);

    @Test
    @DisplayName("row 45: a stranger's markup never reaches the page")
    void showsHarmlessText() {
        String html = html("{'type':'Note','content':'<p onclick=x>Hi <script>alert(1)</script><b>you</b></p>'}");
        assertThat(html)
                .contains("<p>Hi <b>you</b></p>")
                .doesNotContain("script")
                .doesNotContain("onclick");
    }

    @Test
    void hidesWhatIsSensitiveBehindItsWarning() {
        assertThat(html("{'type':'Note','summary':'<b>spiders</b>','content':'<p>eight legs</p>'}"))
                .startsWith("<details><summary>Show: spiders</summary>")
                .endsWith("</details>");
        assertThat(html("{'type':'Note','sensitive':true,'content':'x'}")).startsWith("<details>");
    }

    @Test
    void showsOwnMediaWithItsDescription() {
        Sha256 hash = Sha256.of(new byte[] {1});
        String html =
                html("{'type':'Note','content':'','attachment':[{'type':'Document','mediaType':'image/png','url':'"
                        + HOME + "/.well-known/apgateway-media/" + hash.hashlink()
                        + "','name':'A \\\"red\\\" boat','width':640,'height':480}]}");
        assertThat(html)
                .contains("src=\"" + HOME + "/.well-known/apgateway-media/" + hash.hashlink() + "\"")
                .contains("alt=\"A &quot;red&quot; boat\"")
                .contains("width=\"640\" height=\"480\"");
    }

    @Test
    @DisplayName("media of others are linked, never loaded; links of other schemes are not even that (row 34)")
    void asksNoThirdParty() {
        assertThat(
                        html(
                                "{'type':'Note','attachment':[{'mediaType':'image/png','url':'https://spy.example/pixel.png'}]}"))
                .doesNotContain("<img")
                .contains("href=\"https://spy.example/pixel.png\"");
        assertThat(html("{'type':'Note','attachment':[{'mediaType':'image/png','url':'javascript:alert(1)'}]}"))
                .doesNotContain("javascript");
        assertThat(new PostView(read("{'id':'javascript:alert(1)','url':'data:text/html,x'}"), HOME, Words.english())
                        .url())
                .isEmpty();
    }

    @Test
    void showsAPollWithItsVotes() {
        assertThat(html("{'type':'Question','oneOf':[{'name':'Tea','replies':{'totalItems':1}},"
                        + "{'name':'<i>Coffee</i>','replies':{'totalItems':-7}}]}"))
                .contains("<span>Tea</span><span class=\"note\">1 vote</span>")
                .contains("<span>Coffee</span><span class=\"note\">no votes</span>");
    }

    @Test
    void everyPageNamesItsDocumentAndLoadsNothing() {
        var head = new Frame.Head(
                "<T>",
                "d \"q\"",
                HOME + "/@a",
                "profile",
                Optional.of(new Frame.Picture(HOME + "/p", "a \"b\"")),
                List.of(Map.entry("profile:username", "a@home.example")),
                List.of("https://blog.example/"),
                Optional.of("https://home.example/x"),
                false);
        String page = Frame.page(INSTANCE, Words.english(), head, html -> html.element("h1", "A"));
        assertThat(page)
                .startsWith("<!doctype html><html lang=\"en\">")
                .contains("<title>&lt;T&gt;</title>")
                .contains("content=\"d &quot;q&quot;\"")
                .contains("<link rel=\"alternate\" type=\"application/activity+json\" href=\"https://home.example/x\">")
                .contains("noindex")
                .contains("<meta property=\"og:image:alt\" content=\"a &quot;b&quot;\">")
                .contains("<meta property=\"profile:username\" content=\"a@home.example\">")
                .contains("<link rel=\"me\" href=\"https://blog.example/\">")
                .contains("width=device-width")
                .doesNotContain("<script")
                .doesNotContain("Development server")
                .hasSizeLessThan(20_000);
        assertThat(Frame.CONTENT_SECURITY_POLICY).startsWith("default-src 'none'; style-src 'sha256-");
    }

    @Test
    void saysInEveryDevelopmentPageThatItIsOne() {
        var instance = new Instance("http://localhost:8080", "1", true, true);
        assertThat(Frame.words(instance, Words.english(), 404, "http://localhost:8080/@x")
                        .html())
                .contains("Development server")
                .contains("There is nothing here");
    }

    @Test
    void saysWhereAPostWasBroughtAlongFrom() {
        Markup html = new Markup();
        new PostView(
                        read(
                                "{'importedFrom':{'account':'a@old.test<script>x</script>','url':'https://old.test/@a/1'}}"),
                        HOME,
                        Words.english())
                .imported(html);
        assertThat(html.toString())
                .contains("Brought along from a@old.test")
                .doesNotContain("<script")
                .contains("href=\"https://old.test/@a/1\"");
        Markup harmless = new Markup();
        new PostView(
                        read("{'importedFrom':{'account':'a@old.test','url':'javascript:alert(1)'}}"),
                        HOME,
                        Words.english())
                .imported(harmless);
        assertThat(harmless.toString()).contains("a@old.test").doesNotContain("javascript");
    }

    @Test
    void saysInWordsWhatIsNotThere() {
        assertThat(Frame.words(INSTANCE, Words.english(), 410, HOME).html()).contains("The author deleted this.");
        assertThat(Frame.words(INSTANCE, Words.english(), 404, HOME).html()).contains("There is nothing here");
        Words german = Words.forReader(Optional.of("de"), Optional.empty());
        assertThat(Frame.words(INSTANCE, german, 404, HOME).html())
                .startsWith("<!doctype html><html lang=\"de\">")
                .contains("Hier ist nichts");
    }

    @Test
    void saysHowLongAgo() {
        Instant now = Instant.parse("2026-11-22T12:00:00Z");
        assertThat(Words.english().ago(now.minusSeconds(5), now)).isEqualTo("just now");
        assertThat(Words.english().ago(now.minusSeconds(60), now)).isEqualTo("1 minute ago");
        assertThat(Words.english().ago(now.minusSeconds(7_300), now)).isEqualTo("2 hours ago");
        assertThat(Words.english().ago(now.minusSeconds(10 * 86_400), now)).contains("2026");
        assertThat(Words.english().ago(now.plusSeconds(600), now)).isEqualTo("just now");
    }

    private static String html(String json) {
        Markup html = new Markup();
        new PostView(read(json), HOME, Words.english()).write(html);
        return html.toString();
    }

    private static JsonObject read(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return (JsonObject) ((JsonReading.Read) StrictJson.read(bytes, JsonLimits.PLAIN)).value();
    }
}
