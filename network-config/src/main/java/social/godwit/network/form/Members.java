package social.godwit.network.form;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.proof.ProofTime;

/**
 * The members of a closed map, read one by one and each in one form only; {@link #end} refuses what nobody read. Every fault
 * is a {@link Malformation} that says where.
 */
public final class Members {
    private static final Pattern ID = Pattern.compile("[a-z0-9](?:-?[a-z0-9]){0,47}");

    private final JsonObject map;
    private final String where;
    private final Set<String> read = new HashSet<>();

    private Members(JsonObject map, String where) {
        this.map = map;
        this.where = where;
    }

    /** The members of a map whose path is {@code where}; empty for the whole. */
    public static Members of(JsonObject map, String where) {
        return new Members(map, where);
    }

    /** A fault of a member. */
    public Malformation fault(String key, String reason) {
        return new Malformation(where + "/" + key, reason);
    }

    /** Ends the reading: a member that was not asked for is refused. */
    public void end() {
        for (String key : map.keys()) {
            if (!read.contains(key)) {
                throw fault(key, "is not known here");
            }
        }
    }

    /** Whether the member is there. */
    public boolean has(String key) {
        return map.has(key);
    }

    /** A text of 1 to {@code max} characters without control characters but line ends. */
    public String text(String key, int max) {
        return checkedText(key, value(key), max);
    }

    /** A member that may be missing. */
    public <T> Optional<T> optional(String key, Function<String, T> reader) {
        return has(key) ? Optional.of(reader.apply(key)) : Optional.empty();
    }

    /** An id of a part, such as {@code be-kind}: lower case, digits, single hyphens, at most 48. */
    public String id(String key) {
        String text = text(key, 96);
        if (!ID.matcher(text).matches()) {
            throw fault(key, "is not an id such as be-kind");
        }
        return text;
    }

    /** An integer in a range. */
    public long integer(String key, long min, long max) {
        if (value(key) instanceof JsonNumber number
                && number.integer().isPresent()
                && number.integer().getAsLong() >= min
                && number.integer().getAsLong() <= max) {
            return number.integer().getAsLong();
        }
        throw fault(key, "is not an integer from " + min + " to " + max);
    }

    /** An integer in a range that an {@code int} holds. */
    public int small(String key, int min, int max) {
        return (int) integer(key, min, max);
    }

    /** True or false. */
    public boolean flag(String key) {
        if (value(key) instanceof JsonBoolean flag) {
            return flag.value();
        }
        throw fault(key, "is neither true nor false");
    }

    /** A time in UTC and whole seconds, spelt {@code 2026-11-26T02:00:00Z}. */
    public Instant time(String key) {
        String text = text(key, 40);
        return ProofTime.parse(text)
                .filter(time -> ProofTime.format(time).equals(text))
                .orElseThrow(() -> fault(key, "is not a time such as 2026-11-26T02:00:00Z"));
    }

    /** A {@code did:key:…}. */
    public Did did(String key) {
        return parsed(key, value(key), Did::parse, "is not a did:key");
    }

    /** A hash, {@code zQm…}. */
    public Sha256 hash(String key) {
        return parsed(key, value(key), Members::canonicalHash, "is not a hash");
    }

    /** One of the words of an enum. */
    public <E extends Enum<E>> E word(String key, Class<E> type) {
        return parsed(key, value(key), word -> Words.parse(type, word), "is not a word that is known here");
    }

    /** Distinct words of an enum. */
    public <E extends Enum<E>> Set<E> words(String key, Class<E> type) {
        return Set.copyOf(distinct(
                key,
                type.getEnumConstants().length,
                word -> Words.parse(type, word),
                "is not a word that is known here"));
    }

    /** Distinct DIDs, at least {@code min} and at most {@code max}. */
    public List<Did> dids(String key, int min, int max) {
        List<Did> dids = distinct(key, max, Did::parse, "is not a did:key");
        if (dids.size() < min) {
            throw fault(key, "holds fewer than " + min);
        }
        return dids;
    }

    /** Distinct hashes, at most {@code max}. */
    public List<Sha256> hashes(String key, int max) {
        return distinct(key, max, Members::canonicalHash, "is not a hash");
    }

    /** Distinct texts, at most {@code max} of at most {@code length} characters. */
    public List<String> texts(String key, int max, int length) {
        return distinct(
                key,
                max,
                text -> isText(text, length) ? Optional.of(text) : Optional.empty(),
                "is not a text of 1 to " + length + " characters");
    }

    /** A text in several languages, each of 1 to {@code max} characters. */
    public Texts translated(String key, int max) {
        if (!(value(key) instanceof JsonObject object) || object.size() == 0 || object.size() > Texts.MAX_LANGUAGES) {
            throw fault(key, "is not a text in 1 to " + Texts.MAX_LANGUAGES + " languages, such as {\"en\": \"…\"}");
        }
        Map<String, String> texts = new TreeMap<>();
        for (String language : object.keys()) {
            if (!Texts.isLanguage(language)) {
                throw fault(key, "has a text in " + language + ", which is not a language tag");
            }
            texts.put(language, checkedText(key + "/" + language, object.get(language), max));
        }
        return new Texts(texts);
    }

    /** A map that belongs here as it is. */
    public JsonObject raw(String key) {
        if (value(key) instanceof JsonObject object) {
            return object;
        }
        throw fault(key, "is not an object");
    }

    /** A map, read by its own reader to the end. */
    public <T> T object(String key, Function<Members, T> reader) {
        return whole(raw(key), where + "/" + key, reader);
    }

    /** Maps, each read by its own reader to the end. */
    public <T> List<T> objects(String key, int min, int max, Function<Members, T> reader) {
        JsonArray array = array(key, max);
        if (array.size() < min) {
            throw fault(key, "holds fewer than " + min);
        }
        List<T> items = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.items().get(i) instanceof JsonObject object)) {
                throw fault(key + "/" + i, "is not an object");
            }
            items.add(whole(object, where + "/" + key + "/" + i, reader));
        }
        return List.copyOf(items);
    }

    /** Reads a map to its end. */
    public static <T> T whole(JsonObject map, String where, Function<Members, T> reader) {
        Members members = new Members(map, where);
        T value = reader.apply(members);
        members.end();
        return value;
    }

    private Json value(String key) {
        read.add(key);
        Json value = map.get(key);
        if (value == null) {
            throw fault(key, "is missing");
        }
        return value;
    }

    private JsonArray array(String key, int max) {
        if (value(key) instanceof JsonArray array && array.size() <= max) {
            return array;
        }
        throw fault(key, "is not a list of at most " + max);
    }

    private <T> List<T> distinct(String key, int max, Function<String, Optional<T>> parser, String reason) {
        JsonArray array = array(key, max);
        List<T> items = new ArrayList<>(array.size());
        Set<T> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            T item = parsed(key + "/" + i, array.items().get(i), parser, reason);
            if (!seen.add(item)) {
                throw fault(key + "/" + i, "comes twice");
            }
            items.add(item);
        }
        return List.copyOf(items);
    }

    private <T> T parsed(String key, Json value, Function<String, Optional<T>> parser, String reason) {
        return (value instanceof JsonString text ? parser.apply(text.value()) : Optional.<T>empty())
                .orElseThrow(() -> fault(key, reason));
    }

    private String checkedText(String key, @Nullable Json value, int max) {
        if (value instanceof JsonString text && isText(text.value(), max)) {
            return text.value();
        }
        throw fault(key, "is not a text of 1 to " + max + " characters");
    }

    private static boolean isText(String text, int max) {
        return !text.isBlank()
                && text.length() <= max
                && text.chars().noneMatch(c -> (Character.isISOControl(c) && c != '\n') || bidirectional(c));
    }

    /** Characters that make text read otherwise than it is written. */
    private static boolean bidirectional(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** A hash in the one spelling that we write. */
    private static Optional<Sha256> canonicalHash(String text) {
        return Sha256.parseMultibase(text).filter(hash -> hash.multibase().equals(text));
    }
}
