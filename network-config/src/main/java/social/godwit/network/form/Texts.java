package social.godwit.network.form;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import social.godwit.identity.json.JsonObject;

/** A text in one or several languages, by BCP 47 tag. */
public record Texts(Map<String, String> byLanguage) {
    /** Most languages of one text. */
    public static final int MAX_LANGUAGES = 32;

    private static final Pattern TAG = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    public Texts {
        byLanguage = Map.copyOf(byLanguage);
        if (byLanguage.isEmpty()) {
            throw new IllegalArgumentException("a text in no language");
        }
    }

    /** Whether this is a language tag as we read them. */
    public static boolean isLanguage(String tag) {
        return TAG.matcher(tag).matches();
    }

    /** The text for a reader of these languages, best first; else the one whose tag comes first in the alphabet. */
    public String in(List<String> wanted) {
        TreeMap<String, String> sorted = new TreeMap<>(byLanguage);
        return wanted.stream()
                .map(tag -> exactly(tag)
                        .or(() -> sorted.entrySet().stream()
                                .filter(entry -> primary(entry.getKey()).equals(primary(tag)))
                                .map(Map.Entry::getValue)
                                .findFirst()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseGet(() -> sorted.firstEntry().getValue());
    }

    /** As JSON, in the order of the tags. */
    public JsonObject json() {
        JsonObject.Builder map = JsonObject.builder();
        new TreeMap<>(byLanguage).forEach(map::put);
        return map.build();
    }

    private Optional<String> exactly(String tag) {
        return Optional.ofNullable(byLanguage.get(tag));
    }

    private static String primary(String tag) {
        int end = tag.indexOf('-');
        return (end < 0 ? tag : tag.substring(0, end)).toLowerCase(Locale.ROOT);
    }
}
