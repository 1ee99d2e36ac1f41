package social.godwit.activitypub.inbox;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Whether JSON is an activity that all readers understand alike: one id, one actor, both of one origin, a type, and
 * nothing by which a JSON-LD processor would read something else than the plain keys say (row 31). Pure.
 */
final class ActivityShape {
    private static final int CONTEXTS_MAX = 20;

    /** Keywords that move or merge nodes. Nobody needs them to say something. */
    private static final Set<String> RESTRUCTURING = Set.of("@graph", "@included", "@reverse", "@nest", "@import");

    /** Terms that decide who says what to whom; no context of a stranger may give them another meaning. */
    private static final Set<String> PROTECTED = Set.of(
            "id",
            "type",
            "actor",
            "object",
            "target",
            "to",
            "cc",
            "audience",
            "attributedTo",
            "proof",
            "inReplyTo",
            "instrument",
            "origin",
            "items",
            "orderedItems");

    private ActivityShape() {}

    /** What is wrong with the activity; empty when nothing is. */
    static Optional<String> fault(JsonObject activity) {
        Optional<String> id = activity.string("id");
        if (id.isEmpty() || !Ids.usable(id.get())) {
            return Optional.of("the activity has no usable id");
        }
        if (Types.of(activity).isEmpty()) {
            return Optional.of("the activity has no type");
        }
        Optional<String> actor = activity.id("actor");
        if (actor.isEmpty() || !Ids.usable(actor.get())) {
            return Optional.of("the activity has not exactly one actor");
        }
        if (!Ids.origin(id.get()).equals(Ids.origin(actor.get()))) {
            return Optional.of("the activity's id is not of its actor's origin");
        }
        return restructured(activity, 0);
    }

    private static Optional<String> restructured(JsonObject object, int depth) {
        for (String key : object.keys()) {
            if (RESTRUCTURING.contains(key)) {
                return Optional.of(key + " is not taken");
            }
            Json value = object.get(key);
            Optional<String> fault = key.equals("@context")
                    ? contexts(value)
                    : value == null ? Optional.empty() : restructuredIn(value, depth + 1);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> restructuredIn(Json value, int depth) {
        return switch (value) {
            case JsonObject object -> restructured(object, depth);
            case JsonArray array ->
                array.items().stream()
                        .map(item -> restructuredIn(item, depth))
                        .flatMap(Optional::stream)
                        .findFirst();
            default -> Optional.empty();
        };
    }

    private static Optional<String> contexts(@Nullable Json context) {
        return switch (context) {
            case null -> Optional.empty();
            case JsonArray many -> {
                if (many.items().size() > CONTEXTS_MAX) {
                    yield Optional.of("too many contexts");
                }
                yield many.items().stream()
                        .map(ActivityShape::contexts)
                        .flatMap(Optional::stream)
                        .findFirst();
            }
            case JsonObject terms -> terms(terms);
            default -> Optional.empty();
        };
    }

    private static Optional<String> terms(JsonObject terms) {
        for (String term : terms.keys()) {
            Json definition = terms.get(term);
            String meaning = switch (definition) {
                case JsonString string -> string.value();
                case JsonObject full -> full.string("@id").orElse(full.has("@reverse") ? "@reverse" : "");
                case null, default -> "";
            };
            if (RESTRUCTURING.contains(term) || RESTRUCTURING.contains(meaning)) {
                return Optional.of("a context uses " + (meaning.isEmpty() ? term : meaning));
            }
            if (PROTECTED.contains(term) && !usualMeaning(term, meaning)) {
                return Optional.of("a context redefines " + term);
            }
        }
        return Optional.empty();
    }

    private static boolean usualMeaning(String term, String meaning) {
        return meaning.equals("@" + term)
                || meaning.equals("as:" + term)
                || meaning.equals("https://www.w3.org/ns/activitystreams#" + term)
                || meaning.equals("sec:" + term)
                || meaning.equals("https://w3id.org/security#" + term);
    }
}
