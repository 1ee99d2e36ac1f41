package social.godwit.activitypub.html;

/** Writes HTML: everything that is not markup goes through {@link #escaped}. */
public final class Markup {
    private final StringBuilder html = new StringBuilder(4_096);

    /**
     * {@code text} such that it is only text, between tags and within quoted attributes; without NUL, and without characters that turn
     * the direction of what follows.
     */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\0' -> {}
                default -> {
                    if (!turns(c)) out.append(c);
                }
            }
        }
        return out.toString();
    }

    /**
     * {@code text} without control characters, save ends of lines and tabs, and without characters that turn the direction of what
     * follows (row 47).
     */
    public static String straight(String text) {
        StringBuilder straight = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !(Character.isISOControl(c) || turns(c)))
                .forEach(straight::appendCodePoint);
        return straight.toString();
    }

    /** Whether this character turns the direction of those that follow, or is the end of such a turn. */
    private static boolean turns(int c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    /** Adds markup that we wrote, or that {@link Sanitizer} passed. */
    public Markup raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Adds text. */
    public Markup text(String text) {
        html.append(escaped(text));
        return this;
    }

    /**
     * Opens an element. {@code attributes} are names and values in turn; values are escaped, an empty name is passed over.
     */
    public Markup open(String element, String... attributes) {
        html.append('<').append(element);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            if (!attributes[i].isEmpty()) {
                html.append(' ')
                        .append(attributes[i])
                        .append("=\"")
                        .append(escaped(attributes[i + 1]))
                        .append('"');
            }
        }
        html.append('>');
        return this;
    }

    /** Closes an element. */
    public Markup close(String element) {
        html.append("</").append(element).append('>');
        return this;
    }

    /** An element with text in it. */
    public Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    /** What was written. */
    @Override
    public String toString() {
        return html.toString();
    }
}
