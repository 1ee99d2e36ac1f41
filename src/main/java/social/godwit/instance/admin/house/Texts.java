package social.godwit.instance.admin.house;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * One text in several languages, without markup.
 *
 * @param byLanguage 1 to {@value #LANGUAGES_MAX} texts by language tag (BCP 47), each at most {@value #CHARACTERS_MAX} characters;
 *     English, or else the first in the order of the tags, is for everybody whose language is not among them
 */
public record Texts(SortedMap<String, String> byLanguage) {
    static final int LANGUAGES_MAX = 20;
    static final int CHARACTERS_MAX = 1_000;
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}");

    /** @throws IllegalArgumentException when it is not as said above */
    public Texts {
        byLanguage = Collections.unmodifiableSortedMap(new TreeMap<>(byLanguage));
        if (byLanguage.isEmpty() || byLanguage.size() > LANGUAGES_MAX) {
            throw new IllegalArgumentException("A text is wanted in 1 to " + LANGUAGES_MAX + " languages.");
        }
        byLanguage.forEach((language, text) -> {
            if (!LANGUAGE.matcher(language).matches()) {
                throw new IllegalArgumentException(language + " is not a language such as en or de.");
            }
            if (text.isBlank() || text.length() > CHARACTERS_MAX) {
                throw new IllegalArgumentException(
                        "The text for " + language + " should have 1 to " + CHARACTERS_MAX + " characters.");
            }
        });
    }

    /** Reads {@code {"en": "…", "de": "…"}}; empty when there is nothing of the kind. */
    public static Optional<Texts> read(Optional<JsonObject> json) {
        SortedMap<String, String> texts = new TreeMap<>();
        json.ifPresent(object -> object.members().forEach((language, text) -> {
            if (text instanceof JsonString words) {
                texts.put(language, words.value().strip());
            }
        }));
        return texts.isEmpty() ? Optional.empty() : Optional.of(new Texts(texts));
    }

    JsonObject json() {
        JsonObject.Builder json = JsonObject.builder();
        byLanguage.forEach(json::put);
        return json.build();
    }

    /** The text for somebody who reads these languages, the best first. */
    public String in(List<String> languages) {
        for (String wanted : Stream.concat(languages.stream(), Stream.of("en")).toList()) {
            String language = wanted.split("-", 2)[0];
            for (Map.Entry<String, String> text : byLanguage.entrySet()) {
                if (text.getKey().split("-", 2)[0].equalsIgnoreCase(language)) {
                    return text.getValue();
                }
            }
        }
        return byLanguage.firstEntry().getValue();
    }
}
