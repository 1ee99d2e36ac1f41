package social.godwit.network.filter;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The spelling in which filters compare words: compatibility forms and capitals are the same, what is invisible is left out,
 * and of everything between words one space remains. So {@code ＦＲＥＥ  "money"!} and {@code free money} are equal.
 */
public final class Spelling {
    /** Of a longer text the rest is not looked at. */
    public static final int LENGTH_MAX = 64 * 1024;

    private Spelling() {}

    /** The words of a text with one space before, between and after them; one space when there are none. */
    public static String of(String text) {
        String cut = text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
        String even = isPlain(cut) ? cut.toLowerCase(Locale.ROOT) : even(cut);
        StringBuilder words = new StringBuilder(even.length() + 2).append(' ');
        for (int i = 0; i < even.length(); i += Character.charCount(even.codePointAt(i))) {
            add(words, even.codePointAt(i));
        }
        if (words.length() > 1 && words.charAt(words.length() - 1) != ' ') {
            words.append(' ');
        }
        return words.toString();
    }

    /** ASCII, which most texts are, has one form and is seen. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String even(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().filter(Spelling::isSeen).forEach(visible::appendCodePoint);
        return Normalizer.normalize(
                Normalizer.normalize(visible, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** Not what only joins, parts or varies its neighbours: hyphens inside words, marks of direction, choices of a picture. */
    private static boolean isSeen(int character) {
        int type = Character.getType(character);
        return type != Character.FORMAT
                && type != Character.ENCLOSING_MARK
                && (character < 0xfe00 || character > 0xfe0f);
    }

    private static void add(StringBuilder words, int character) {
        if (Character.isLetterOrDigit(character)) {
            words.appendCodePoint(character);
            return;
        }
        int type = Character.getType(character);
        boolean space = words.charAt(words.length() - 1) == ' ';
        if (type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK) {
            words.appendCodePoint(character);
        } else if (type == Character.OTHER_SYMBOL) {
            // A symbol such as an emoji is a word of its own.
            words.append(space ? "" : " ").appendCodePoint(character).append(' ');
        } else if (!space) {
            words.append(' ');
        }
    }
}
