package social.godwit.instance.client;

import java.net.URI;
import java.util.Locale;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * Somebody in the fediverse, as a gateway found them.
 *
 * @param id the actor's id, as its own document writes it
 * @param handle {@code name@host}
 * @param page where people see them
 * @param actor the document
 */
public record Person(String id, String handle, String page, JsonObject actor) {
    /** Reads an actor document; the one asked for is {@code asked}. */
    static Person of(JsonObject actor, String asked) {
        String id = actor.string("id")
                .orElseThrow(
                        () -> new ClientProblem(asked + " is not somebody that can be found.", "Check the spelling."));
        if (!actor.has("inbox")) throw new ClientProblem(asked + " is not a person but a " + type(actor) + ".");
        String handle = actor.string("webfinger")
                .filter(claimed -> isProven(claimed, asked, id))
                .orElseGet(() -> actor.string("preferredUsername").orElse("unknown") + "@" + authority(id))
                .toLowerCase(Locale.ROOT);
        String page = actor.list("url").stream()
                .map(Person::address)
                .filter(url -> url.startsWith("http://") || url.startsWith("https://"))
                .findFirst()
                .orElse(id);
        return new Person(id, handle, page, actor);
    }

    /** A handle that the document claims counts where its host is the actor's own, or has just led to this actor. */
    private static boolean isProven(String claimed, String asked, String id) {
        return claimed.endsWith("@" + authority(id)) || claimed.equalsIgnoreCase(asked.replaceFirst("^@", ""));
    }

    static String type(JsonObject object) {
        return object.string("type").orElse("document without a type");
    }

    private static String address(Json url) {
        return switch (url) {
            case JsonString text -> text.value();
            case JsonObject link -> link.string("href").orElse("");
            default -> "";
        };
    }

    private static String authority(String id) {
        try {
            String authority = URI.create(id).getRawAuthority();
            return authority == null ? "unknown" : authority;
        } catch (IllegalArgumentException e) {
            return "unknown";
        }
    }
}
