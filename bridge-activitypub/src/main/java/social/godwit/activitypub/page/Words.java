package social.godwit.activitypub.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** What pages say, in one of the languages of {@link #LANGUAGES}, from message catalogues. */
public final class Words {
    /** The languages that there are catalogues in; the first is for everybody else. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private static final String OWN = "social.godwit.activitypub.page.words";
    private static final int RANGES_LENGTH_MAX = 500;

    private final Locale locale;
    private final List<ResourceBundle> catalogues;
    private final boolean wished;

    private Words(Locale locale, List<ResourceBundle> catalogues, boolean wished) {
        this.locale = locale;
        this.catalogues = catalogues;
        this.wished = wished;
    }

    /** In English. */
    public static Words english() {
        return in(Locale.ENGLISH, false);
    }

    /**
     * For one reader.
     *
     * @param wish the language asked for by name ({@code ?lang=de}); it goes along with the page's own links
     * @param accept {@code Accept-Language}
     */
    public static Words forReader(Optional<String> wish, Optional<String> accept) {
        Optional<Locale> named = wish.flatMap(tag -> LANGUAGES.stream()
                .filter(language -> language.getLanguage().equals(tag))
                .findFirst());
        return named.map(language -> in(language, true))
                .orElseGet(() -> in(accept.flatMap(Words::accepted).orElse(LANGUAGES.getFirst()), false));
    }

    private static Optional<Locale> accepted(String header) {
        if (header.length() > RANGES_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(Locale.lookup(LanguageRange.parse(header), LANGUAGES));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Words in(Locale locale, boolean wished) {
        return new Words(locale, List.of(catalogue(OWN, locale)), wished);
    }

    private static ResourceBundle catalogue(String name, Locale locale) {
        return ResourceBundle.getBundle(
                name, locale, Words.class.getClassLoader(), Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
    }

    /** The same with one catalogue more, which is asked first. */
    public Words with(String catalogue) {
        return new Words(locale, List.of(catalogue(catalogue, locale), catalogues.getFirst()), wished);
    }

    /** The language, for {@code lang}. */
    public String language() {
        return locale.getLanguage();
    }

    /** {@code url}, of this instance and without fragment, such that the page there is in the language that was asked for. */
    public String page(String url) {
        return wished ? url + (url.contains("?") ? "&" : "?") + "lang=" + language() : url;
    }

    /** {@code url} with one parameter, and the language. */
    public String page(String url, String parameter, String value) {
        return page(url + "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /** The words under {@code key}, with {@code arguments} filled in. */
    public String of(String key, Object... arguments) {
        return new MessageFormat(pattern(key), locale).format(arguments);
    }

    private String pattern(String key) {
        return catalogues.stream()
                .filter(catalogue -> catalogue.containsKey(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no words for " + key))
                .getString(key);
    }

    /** Whether there are words under {@code key}. */
    public boolean has(String key) {
        return catalogues.stream().anyMatch(catalogue -> catalogue.containsKey(key));
    }

    /** How long ago, and from a week on the day. */
    String ago(Instant then, Instant now) {
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
        return day(then);
    }

    /** The day, in UTC. */
    public String day(Instant then) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(then);
    }

    /** The exact time, in UTC. */
    public String exact(Instant then) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(then)
                + " UTC";
    }

    /** A number as it is written in this language. */
    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }
}
