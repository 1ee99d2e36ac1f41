package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a page of the app preloads")
class PreloadsTest {
    /** As the bundler writes it. */
    private static final Map<String, String> BUNDLE = Map.of(
            "/b/app.js",
            "import\"/b/one.js\";import{a as w}from\"/b/two.js\";var k={};"
                    + "var Q={en:()=>import(\"/b/desk.en.js\"),de:()=>import(\"/b/desk.de.js\")},V=["
                    + "{path:\"/staff/cases\",load:()=>import(\"/b/cases.js\"),tag:\"gw-cases\"},"
                    + "{path:\"/staff/cases/:subject\",load:()=>import(\"/b/cases.js\"),tag:\"gw-cases\"}];"
                    + "var re=[{path:\"/\",load:()=>import(\"/b/start.js\"),tag:\"gw-start\"}];"
                    + "var ne={en:()=>import(\"/b/en.js\"),de:()=>import(\"/b/de.js\")};import(\"/b/later.js\")",
            "/b/one.js",
            "import{a}from\"/b/two.js\";",
            "/b/two.js",
            "export{a as b}",
            "/b/cases.js",
            "import{c}from\"/b/case.js\";import\"/b/one.js\"",
            "/b/case.js",
            "import{c}from\"/b/cases.js\"",
            "/b/start.js",
            "");

    private final Preloads preloads = Preloads.of("/b/app.js", file -> BUNDLE.getOrDefault(file, ""));

    @Test
    @DisplayName("is what it imports before it runs, and its words in the reader's language")
    void page() {
        assertThat(preloads.at("/staff/cases", "de"))
                .containsExactlyInAnyOrder(
                        "/b/app.js",
                        "/b/one.js",
                        "/b/two.js",
                        "/b/de.js",
                        "/b/cases.js",
                        "/b/case.js",
                        "/b/desk.de.js");
        assertThat(preloads.at("/staff/cases/account%3Ax", "en")).contains("/b/cases.js", "/b/desk.en.js");
    }

    @Test
    @DisplayName("is no other part's words, and nothing that is asked for later")
    void no_more() {
        assertThat(preloads.at("/", "en"))
                .containsExactlyInAnyOrder("/b/app.js", "/b/one.js", "/b/two.js", "/b/en.js", "/b/start.js");
    }

    @Test
    @DisplayName("is what all pages need where there is no such page, or no such language")
    void unknown() {
        assertThat(preloads.at("/staff/none", "fr")).containsExactlyInAnyOrder("/b/app.js", "/b/one.js", "/b/two.js");
    }
}
