package social.godwit.activitypub.remote;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Refuses what makes a JSON-LD processor read another document than we do. We read plain keys and load no contexts; so a
 * document may not move its parts about ({@code @graph}, {@code @included}, {@code @reverse}, {@code @nest}), hide them
 * ({@code @json}), rename these keywords, or give the core terms of ActivityStreams another meaning.
 */
public final class Restructuring {
    private static final Set<String> KEYWORDS = Set.of("@graph", "@included", "@reverse", "@nest", "@json");

    private static final String AS = "https://www.w3.org/ns/activitystreams#";

    private static final Map<String, String> ALIASES = Map.of("id", "@id", "type", "@type");

    /** Terms that say who does what to whom. */
    private static final Set<String> CORE = Set.of(
            "actor",
            "object",
            "target",
            "origin",
            "result",
            "instrument",
            "to",
            "cc",
            "bto",
            "bcc",
            "audience",
            "attributedTo",
            "inReplyTo",
            "content",
            "name",
            "summary",
            "url",
            "href",
            "items",
            "orderedItems",
            "first",
            "next",
            "inbox",
            "outbox",
            "followers",
            "following",
            "Public");

    private static final int CONTEXTS_MAX = 64;

    private Restructuring() {}

    /** What is wrong with {@code document}, at any depth; empty for what every reader reads alike. */
    public static Optional<String> refuse(JsonObject document) {
        Deque<Json> open = new ArrayDeque<>();
        open.push(document);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case JsonArray array -> array.items().forEach(open::push);
                case JsonObject object -> {
                    for (Map.Entry<String, Json> member : object.members().entrySet()) {
                        Optional<String> wrong = member.getKey().equals("@context")
                                ? refuseContext(object.list("@context"))
                                : refuseKey(member.getKey());
                        if (wrong.isPresent()) {
                            return wrong;
                        }
                        if (!member.getKey().equals("@context")) {
                            open.push(member.getValue());
                        }
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refuseKey(String key) {
        return KEYWORDS.contains(key.toLowerCase(Locale.ROOT)) ? Optional.of("the keyword " + key) : Optional.empty();
    }

    private static Optional<String> refuseContext(List<Json> contexts) {
        if (contexts.size() > CONTEXTS_MAX) {
            return Optional.of("more than " + CONTEXTS_MAX + " contexts");
        }
        Deque<Json> open = new ArrayDeque<>(contexts);
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case JsonArray array -> array.items().forEach(open::push);
                case JsonObject context -> {
                    for (Map.Entry<String, Json> term : context.members().entrySet()) {
                        Optional<String> wrong = refuseTerm(term.getKey(), term.getValue());
                        if (wrong.isPresent()) {
                            return wrong;
                        }
                        open.push(term.getValue());
                    }
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    /** A term of a context, or a key inside of a term's definition. */
    private static Optional<String> refuseTerm(String term, Json definition) {
        Optional<String> wrong = refuseKey(term);
        String meaning = switch (definition) {
            case JsonString text -> text.value();
            case JsonObject object -> object.string("@id").orElse("");
            default -> "";
        };
        if (wrong.isPresent() || KEYWORDS.contains(meaning)) {
            return Optional.of("a context with " + term);
        }
        if (meaning.startsWith("@") && !isKeywordKept(term, meaning)) {
            return Optional.of("another name for " + meaning);
        }
        if (CORE.contains(term) && !meaning.equals("as:" + term) && !meaning.equals(AS + term)) {
            return Optional.of("another meaning of " + term);
        }
        if (term.equals("as") && !meaning.equals(AS)) {
            return Optional.of("another meaning of as:");
        }
        return Optional.empty();
    }

    /** {@code "id": "@id"} says what holds anyway; {@code "@type": "@id"} stands inside of definitions. */
    private static boolean isKeywordKept(String term, String meaning) {
        return term.startsWith("@") || meaning.equals(ALIASES.get(term));
    }
}
