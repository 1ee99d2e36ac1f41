package social.godwit.instance.cli;

import java.util.regex.Pattern;

/** What strangers wrote, made fit for a terminal: no control characters that could move the cursor or hide text. */
final class Terminal {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069]");
    private static final Pattern BREAK = Pattern.compile("(?i)<br\\s*/?>|</p>|</li>|</h[1-6]>|</blockquote>|</pre>");
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");

    private Terminal() {}

    /** The text without control characters and without marks that turn the direction of writing. */
    static String harmless(String text) {
        return CONTROL.matcher(text).replaceAll("\ufffd");
    }

    /** The words of a piece of HTML. */
    static String words(String html) {
        String text = TAG.matcher(BREAK.matcher(html).replaceAll("\n")).replaceAll("");
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .strip();
    }
}
