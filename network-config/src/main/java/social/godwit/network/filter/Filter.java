package social.godwit.network.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.charter.Moderation;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.moderation.RuleReference;

/**
 * One filter.
 *
 * <p>Its values are, by kind: words or phrases, in whose place {@code *} at the beginning or the end also takes longer words;
 * hosts, each with all below it; the number of people that a post may name; the number of days for which an author is new;
 * hashes of files as multibase or hexadecimal; language tags, each with its variants.
 *
 * @param id lower case, at most 64 characters: by which a hit names it
 * @param order the smaller the earlier it is asked
 * @param values in the spelling in which they are compared, see {@link #spelt}; 1 to {@value #VALUES_MAX}
 * @param reaction what a hit does
 * @param text the label's name or the warning's words; at most {@value #TEXT_MAX} characters
 * @param rule the rule that a hit breaks
 * @param on whether it is asked; one that is off is only kept
 */
public record Filter(
        String id,
        int order,
        Kind kind,
        List<String> values,
        Reaction reaction,
        String text,
        RuleReference rule,
        boolean on) {
    /** How many filters an instance may have. */
    public static final int FILTERS_MAX = 500;
    /** How many values a filter may have. */
    public static final int VALUES_MAX = 1_000;
    /** The longest value, in characters. */
    public static final int VALUE_MAX = 200;
    /** The longest text, in characters. */
    public static final int TEXT_MAX = 200;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,2}");
    private static final int NUMBER_MAX = 1_000;

    public Filter {
        values = List.copyOf(values);
        if (!isId(id) || values.isEmpty() || values.size() > VALUES_MAX || text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("not a filter: " + id);
        }
        for (String value : values) {
            if (!isSpelt(kind, value)) {
                throw new IllegalArgumentException("not a value of a filter for " + word(kind) + ": " + value);
            }
        }
        if (reaction == Reaction.LABEL && text.isBlank()) {
            throw new IllegalArgumentException("a label needs a name");
        }
        boolean numbered = kind == Kind.MENTIONS || kind == Kind.NEWCOMER;
        if (numbered && values.size() > 1) {
            throw new IllegalArgumentException("a filter for " + word(kind) + " has one value");
        }
    }

    /** Whether a filter may be called so. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** The word that stands for a kind. */
    public static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** A charter's filter; empty when its value is none of its kind. */
    public static Optional<Filter> of(Moderation.Filter given, int order, String charter, String version) {
        return spelt(given.kind(), given.value())
                .filter(value -> isId(given.id()))
                .map(value -> new Filter(
                        given.id(),
                        order,
                        given.kind(),
                        List.of(value),
                        switch (given.reaction()) {
                            case FLAG -> Reaction.FLAG;
                            case FOLD -> Reaction.FOLD;
                            case HOLD -> Reaction.HOLD;
                            case HIDE -> Reaction.HIDE;
                        },
                        "",
                        new RuleReference(charter, version, given.rule()),
                        true));
    }

    /** The same filter with another reaction. */
    public Filter as(Reaction other) {
        return new Filter(id, order, kind, values, other, text, rule, on);
    }

    /** The same filter, asked or only kept. */
    public Filter turned(boolean asked) {
        return new Filter(id, order, kind, values, reaction, text, rule, asked);
    }

    /** The same filter in another place. */
    public Filter at(int place) {
        return new Filter(id, place, kind, values, reaction, text, rule, on);
    }

    /**
     * A value as people write it, in the spelling in which it is compared: {@code Free Money} is {@code " free money "},
     * {@code casino*} is {@code " casino"}; empty when it is no value of this kind.
     */
    public static Optional<String> spelt(Kind kind, String written) {
        if (written.length() > VALUE_MAX + 2) {
            return Optional.empty();
        }
        String value = written.strip().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case KEYWORD -> keyword(written);
            case LINK -> DomainRule.domain(value.startsWith(".") ? value.substring(1) : value);
            case MEDIA ->
                Sha256.parseMultibase(written.strip())
                        .or(() -> Sha256.parseHex(value))
                        .map(Sha256::multibase);
            case LANGUAGE ->
                Optional.of(value).filter(tag -> LANGUAGE.matcher(tag).matches());
            case MENTIONS, NEWCOMER ->
                Optional.of(value)
                        .filter(number -> number.matches("[1-9][0-9]{0,3}") && Integer.parseInt(number) <= NUMBER_MAX);
        };
    }

    /** Whether a value is in the spelling in which it is compared. */
    private static boolean isSpelt(Kind kind, String value) {
        return kind == Kind.KEYWORD
                ? !value.isBlank()
                        && value.length() <= VALUE_MAX + 2
                        && value.equals(edges(Spelling.of(value), value.startsWith(" "), value.endsWith(" ")))
                : spelt(kind, value).equals(Optional.of(value));
    }

    private static Optional<String> keyword(String written) {
        String bare = written.strip();
        String words = edges(Spelling.of(bare), !bare.startsWith("*"), !bare.endsWith("*"));
        return isSpelt(Kind.KEYWORD, words) ? Optional.of(words) : Optional.empty();
    }

    private static String edges(String words, boolean before, boolean after) {
        return (before ? " " : "") + words.strip() + (after ? " " : "");
    }

    /** A value as people read it. */
    static String shown(Kind kind, String value) {
        return kind != Kind.KEYWORD
                ? value
                : (value.startsWith(" ") ? "" : "*") + value.strip() + (value.endsWith(" ") ? "" : "*");
    }

    /** The values as people read and write them. */
    public List<String> shown() {
        return values.stream().map(value -> shown(kind, value)).toList();
    }
}
