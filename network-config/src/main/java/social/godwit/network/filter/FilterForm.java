package social.godwit.network.filter;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.moderation.RuleReference;

/** Filters as JSON: in the database, in requests and in answers. */
public final class FilterForm {
    private FilterForm() {}

    /** What a request asks for. */
    public sealed interface Reading {
        /** A filter. */
        record Read(Filter filter) implements Reading {}

        /**
         * Why it is none, for people.
         *
         * @param name a short one for this kind of mistake
         * @param parts what {@code why} names, for who says it in other words: {@code kind} and {@code value}, or nothing
         */
        record Not(String name, String why, Map<String, String> parts) implements Reading {
            Not(String name, String why) {
                this(name, why, Map.of());
            }
        }
    }

    /** The filter as JSON. */
    public static JsonObject write(Filter filter) {
        return JsonObject.builder()
                .put("id", filter.id())
                .put("order", filter.order())
                .put("kind", Filter.word(filter.kind()))
                .put("values", filter.shown())
                .put("reaction", filter.reaction().word())
                .put("text", filter.text())
                .put("charter", filter.rule().charter())
                .put("version", filter.rule().version())
                .put("rule", filter.rule().rule())
                .put("on", filter.on())
                .build();
    }

    /** Reads a filter; what is wrong with it is said. */
    public static Reading read(String id, JsonObject form) {
        Optional<Kind> kind = form.string("kind").flatMap(FilterForm::kind);
        Optional<Reaction> reaction = form.string("reaction").flatMap(Reaction::parse);
        if (!Filter.isId(id)) {
            return new Reading.Not(
                    "filter-name", "A filter's name has lower-case letters, digits and dashes, at most 64.");
        }
        if (kind.isEmpty()) {
            return new Reading.Not("filter-form", "kind is keyword, link, mentions, newcomer, media or language.");
        }
        if (reaction.isEmpty()) {
            return new Reading.Not("filter-form", "reaction is pass, flag, label, fold, hold or hide.");
        }
        List<String> written = new ArrayList<>();
        for (Json value : form.list("values")) {
            if (value instanceof JsonString text) {
                written.add(text.value());
            }
        }
        if (written.isEmpty() || written.size() > Filter.VALUES_MAX) {
            return new Reading.Not("filter-values", "values has 1 to " + Filter.VALUES_MAX + " texts.");
        }
        Set<String> values = new LinkedHashSet<>();
        for (String value : written) {
            Optional<String> spelt = Filter.spelt(kind.get(), value);
            if (spelt.isEmpty()) {
                return new Reading.Not(
                        "filter-value",
                        "\"" + value + "\" is not what a filter for " + Filter.word(kind.get()) + " can look for: "
                                + expected(kind.get()) + ".",
                        Map.of("kind", Filter.word(kind.get()), "value", value));
            }
            values.add(spelt.get());
        }
        try {
            return new Reading.Read(new Filter(
                    id,
                    form.get("order") instanceof JsonNumber number
                            ? Math.clamp(number.integer().orElse(100L), 0, 1_000_000)
                            : 100,
                    kind.get(),
                    List.copyOf(values),
                    reaction.get(),
                    form.string("text").orElse(""),
                    new RuleReference(
                            form.string("charter").orElse(RuleReference.HOUSE),
                            form.string("version").orElse(""),
                            form.string("rule").orElse("spam")),
                    !(form.get("on") instanceof JsonBoolean(boolean on)) || on));
        } catch (IllegalArgumentException e) {
            return new Reading.Not("filter-form", e.getMessage() + ".");
        }
    }

    private static Optional<Kind> kind(String word) {
        for (Kind kind : Kind.values()) {
            if (Filter.word(kind).equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static String expected(Kind kind) {
        return switch (kind) {
            case KEYWORD -> "words, with * before or after them where longer words count as well";
            case LINK -> "a domain";
            case MENTIONS -> "a number of people, 1 to 1000";
            case NEWCOMER -> "a number of days, 1 to 1000";
            case MEDIA -> "the SHA-256 of a file, as multibase or hexadecimal";
            case LANGUAGE -> "a language tag such as de or pt-br";
        };
    }
}
