package social.godwit.activitypub.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.activitypub.html.Markup;

/**
 * Reads a page as strictly as we write it: elements that are closed in order, attributes in double quotes, nothing that runs, and
 * not one {@code <} besides. What a stranger smuggles in as markup does not fit.
 */
public final class StrictHtml {
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-z][a-z0-9]*)((?: [a-zA-Z][a-zA-Z:-]*=\"[^\"<>]*\")*)( ?/)?>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-zA-Z][a-zA-Z:-]*)=\"([^\"<>]*)\"");
    private static final Set<String> VOID = Set.of("meta", "link", "img", "br");
    private static final Set<String> ELEMENTS = Set.of(
            "html",
            "head",
            "meta",
            "title",
            "link",
            "style",
            "body",
            "a",
            "p",
            "header",
            "nav",
            "main",
            "footer",
            "details",
            "summary",
            "div",
            "span",
            "h1",
            "h2",
            "h3",
            "article",
            "time",
            "ul",
            "ol",
            "li",
            "dl",
            "dt",
            "dd",
            "figure",
            "figcaption",
            "img",
            "video",
            "audio",
            "svg",
            "rect",
            "path",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "code",
            "strong",
            "ins",
            "del",
            "br",
            "b",
            "i",
            "em",
            "u",
            "s",
            "pre",
            "blockquote",
            "sub",
            "sup");

    private StrictHtml() {}

    /** Fails unless the page is as we write them. */
    public static void check(String page) {
        assertThat(page).startsWith("<!doctype html>");
        String body = page.substring("<!doctype html>".length()).replaceFirst("<style>[^<]*</style>", "");
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(body);
        int end = 0;
        while (tag.find()) {
            text(body.substring(end, tag.start()));
            end = tag.end();
            String element = tag.group(2);
            assertThat(ELEMENTS).contains(element);
            if (tag.group(1).isEmpty()) {
                attributes(element, tag.group(3));
                if (!VOID.contains(element) && tag.group(4) == null) {
                    open.push(element);
                }
            } else {
                assertThat(open.pop())
                        .as(body.substring(Math.max(0, end - 200), end))
                        .isEqualTo(element);
            }
        }
        text(body.substring(end));
        assertThat(open).isEmpty();
    }

    private static void text(String text) {
        // The sanitizer parts braces by an empty comment, against templates.
        assertThat(text.replace("{<!-- -->", "{")).doesNotContain("<").doesNotContain(">");
    }

    private static void attributes(String element, String attributes) {
        Matcher attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            String name = attribute.group(1).toLowerCase(Locale.ROOT);
            String value = attribute.group(2);
            assertThat(name).as(element).doesNotStartWith("on").isNotIn("style", "srcdoc", "formaction", "http-equiv");
            if (Set.of("href", "src", "action", "poster", "data").contains(name)) {
                if (!element.equals("link") || !value.equals(Markup.escaped(Frame.ICON))) {
                    assertThat(value).as(element).matches("(?:https?://|mailto:|#)[^\\s]*");
                }
            }
        }
    }
}
