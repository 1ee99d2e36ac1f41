package social.godwit.activitypub.html;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.owasp.html.Encoding;

/** The words of strangers' HTML, without markup: for terminals, titles, search and previews. */
public final class PlainText {
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "pre", "blockquote", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6");

    private PlainText() {}

    /** The text: paragraphs apart by an empty line, lines by a line break, items of lists after a dash. */
    public static String of(@Nullable String html) {
        // After the sanitiser only tags of a known grammar are left, every angle bracket of the text is an entity.
        String safe = Sanitizer.sanitized(html);
        StringBuilder text = new StringBuilder(safe.length());
        int at = 0;
        while (at < safe.length()) {
            int open = safe.indexOf('<', at);
            if (open < 0) {
                text.append(Encoding.decodeHtml(safe.substring(at), false));
                break;
            }
            text.append(Encoding.decodeHtml(safe.substring(at, open), false));
            int close = safe.indexOf('>', open);
            if (close < 0) {
                break;
            }
            tag(safe.substring(open + 1, close), text);
            at = close + 1;
        }
        return text.toString().strip();
    }

    /** The text in one line, at most {@code lengthMax} characters, cut at the end of a word where there is one. */
    public static String line(@Nullable String html, int lengthMax) {
        String line = of(html).replaceAll("\\s++", " ");
        if (line.length() <= lengthMax) {
            return line;
        }
        int end = line.lastIndexOf(' ', lengthMax - 1);
        int cut = end > lengthMax / 2 ? end : lengthMax - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(cut - 1)) ? cut - 1 : cut) + "…";
    }

    private static void tag(String tag, StringBuilder text) {
        boolean closing = tag.startsWith("/");
        int from = closing ? 1 : 0;
        int to = from;
        while (to < tag.length() && Character.isLetterOrDigit(tag.charAt(to))) {
            to++;
        }
        String name = tag.substring(from, to);
        if (name.equals("br")) {
            text.append('\n');
        } else if (name.equals("li")) {
            text.append(closing ? "\n" : "- ");
        } else if (PARAGRAPHS.contains(name)) {
            breakParagraph(text);
        }
    }

    private static void breakParagraph(StringBuilder text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        text.setLength(end);
        if (end > 0) {
            text.append("\n\n");
        }
    }
}
