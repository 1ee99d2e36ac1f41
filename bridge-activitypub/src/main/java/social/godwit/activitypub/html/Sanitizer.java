package social.godwit.activitypub.html;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.owasp.html.AttributePolicy;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Makes strangers' HTML fit to be shown: what is allowed is listed, everything else is left out and its text kept. Total
 * and linear: any input, however long or broken, gives a result in bounded time.
 */
public final class Sanitizer {
    /** What is longer is cut off, in characters. */
    public static final int LENGTH_MAX = 128 * 1024;

    private static final Set<String> CLASSES =
            Set.of("mention", "hashtag", "u-url", "h-card", "invisible", "ellipsis", "quote-inline");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,3}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,6}");
    private static final Pattern LINK = Pattern.compile("(?i)https?://[^\\s\"'<>`\\\\]{1,2000}");

    private static final PolicyFactory POLICY = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "span",
                    "a",
                    "del",
                    "s",
                    "pre",
                    "blockquote",
                    "code",
                    "b",
                    "strong",
                    "u",
                    "i",
                    "em",
                    "sub",
                    "sup",
                    "ul",
                    "ol",
                    "li",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ruby",
                    "rt",
                    "rp")
            // A span without attributes says nothing, but is harmless; by default it would be dropped with its class.
            .allowWithoutAttributes("span", "a")
            .allowUrlProtocols("http", "https")
            .allowAttributes("href")
            .matching((AttributePolicy) Sanitizer::link)
            .onElements("a")
            .requireRelsOnLinks("nofollow", "noopener", "noreferrer")
            .allowAttributes("class")
            .matching((AttributePolicy) Sanitizer::classes)
            .onElements("a", "span", "p")
            .allowAttributes("lang")
            .matching(LANGUAGE)
            .onElements("a", "span", "p", "blockquote", "code")
            .allowAttributes("start")
            .matching(NUMBER)
            .onElements("ol")
            .allowAttributes("value")
            .matching(NUMBER)
            .onElements("li")
            .toFactory();

    private Sanitizer() {}

    /** The harmless part of {@code html}; the text of it when nothing else can be saved. */
    public static String sanitized(@Nullable String html) {
        if (html == null || html.isEmpty()) {
            return "";
        }
        String bounded = Markup.straight(html.length() > LENGTH_MAX ? cut(html) : html);
        try {
            return POLICY.sanitize(bounded);
        } catch (RuntimeException | StackOverflowError broken) {
            // The library promises not to; strangers find out. The text alone is always safe.
            return Markup.escaped(bounded.replaceAll("[<>]", " "));
        }
    }

    private static String cut(String html) {
        int end = Character.isHighSurrogate(html.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX;
        // An open tag at the cut would swallow the rest of the page's grammar; the parser would cope, we need not ask
        // it to.
        int open = html.lastIndexOf('<', end - 1);
        return html.substring(0, open > html.lastIndexOf('>', end - 1) ? open : end);
    }

    private static @Nullable String link(String element, String attribute, String value) {
        String trimmed = value.strip();
        return LINK.matcher(trimmed).matches() ? trimmed : null;
    }

    private static @Nullable String classes(String element, String attribute, String value) {
        if (value.length() > 200) {
            return null;
        }
        String kept = java.util.Arrays.stream(value.split("\\s+"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(CLASSES::contains)
                .distinct()
                .collect(Collectors.joining(" "));
        return kept.isEmpty() ? null : kept;
    }
}
