package social.godwit.activitypub.vocabulary;

import java.util.Optional;
import java.util.regex.Pattern;

/** What may stand for an emoji. Clients put it into pages and search it in texts, so it is a closed form (row 48). */
public final class Emojis {
    private static final Pattern SHORTCODE = Pattern.compile(":[A-Za-z0-9_+-]{1,64}:");
    private static final Pattern REACTION = Pattern.compile(":[A-Za-z0-9_+-]{1,64}(@[A-Za-z0-9.-]{1,253})?:");
    /** Families of people with skin tones are the longest. */
    private static final int UNICODE_MAX = 40;

    private Emojis() {}

    /** True for the name of a custom emoji: letters, digits, {@code _}, {@code +} and {@code -} between two colons. */
    public static boolean isShortcode(String name) {
        return SHORTCODE.matcher(name).matches();
    }

    /** The text of a reaction: a custom emoji's name, possibly with its host, or emoji of Unicode; empty for all else. */
    public static Optional<String> reaction(String text) {
        return REACTION.matcher(text).matches() || isUnicode(text) ? Optional.of(text) : Optional.empty();
    }

    /** Digits are parts of emoji, too, but make none by themselves. */
    private static boolean isUnicode(String text) {
        return text.length() <= UNICODE_MAX
                && text.codePoints().anyMatch(c -> c > 0x7f && Character.isEmoji(c))
                && text.codePoints().allMatch(c -> Character.isEmoji(c) || Character.isEmojiComponent(c));
    }
}
