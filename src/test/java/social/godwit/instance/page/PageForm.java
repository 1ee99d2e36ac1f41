package social.godwit.instance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import org.ccil.cowan.tagsoup.Parser;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;
import social.godwit.activitypub.page.Frame;

/** Reads a page as a browser does, which forgives everything, and fails when anything on it runs, loads or leads where it must not. */
final class PageForm {
    private static final Set<String> NEVER = Set.of(
            "script",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "img",
            "input",
            "button",
            "math",
            "frame",
            "frameset",
            "applet");

    private PageForm() {}

    static void check(String page) {
        Parser parser = new Parser();
        parser.setContentHandler(new DefaultHandler() {
            @Override
            public void startElement(String uri, String name, String qualified, Attributes attributes) {
                assertThat(name.toLowerCase(Locale.ROOT)).isNotIn(NEVER);
                for (int i = 0; i < attributes.getLength(); i++) {
                    String attribute = attributes.getLocalName(i).toLowerCase(Locale.ROOT);
                    assertThat(attribute)
                            .as(name)
                            .doesNotStartWith("on")
                            .isNotIn("style", "srcdoc", "http-equiv", "src", "action");
                    if (attribute.equals("href") && !attributes.getValue(i).equals(Frame.ICON)) {
                        assertThat(attributes.getValue(i)).matches("(?:https?://|mailto:|#).*");
                    }
                }
            }
        });
        try {
            parser.parse(new InputSource(new StringReader(page)));
        } catch (IOException | SAXException e) {
            throw new AssertionError(e);
        }
        assertThat(page).doesNotContain("<script");
    }
}
