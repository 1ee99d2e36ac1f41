package social.godwit.activitypub.page;

import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.ResourceBundle;

/** What pages say, from the message catalogue. */
final class Words {
    private static final Locale LOCALE = Locale.ENGLISH;
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle("social.godwit.activitypub.page.words", LOCALE);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
            .withLocale(LOCALE)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofLocalizedDateTime(
                    FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(LOCALE)
            .withZone(ZoneOffset.UTC);

    private Words() {}

    /** The language of the words, for {@code lang}. */
    static String language() {
        return LOCALE.getLanguage();
    }

    static String of(String key, Object... arguments) {
        return new MessageFormat(BUNDLE.getString(key), LOCALE).format(arguments);
    }

    /** How long ago, and from a week on the day. */
    static String ago(Instant then, Instant now) {
        Duration past = Duration.between(then, now);
        if (past.compareTo(Duration.ofMinutes(1)) < 0) {
            return of("now");
        } else if (past.compareTo(Duration.ofHours(1)) < 0) {
            return of("minutes", past.toMinutes());
        } else if (past.compareTo(Duration.ofDays(1)) < 0) {
            return of("hours", past.toHours());
        } else if (past.compareTo(Duration.ofDays(7)) < 0) {
            return of("days", past.toDays());
        }
        return DAY.format(then);
    }

    /** The exact time, in UTC. */
    static String exact(Instant then) {
        return EXACT.format(then) + " UTC";
    }
}
