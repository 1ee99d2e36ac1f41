package social.godwit.activitypub.note;

import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/**
 * A post as it was fetched from its origin, or with its owner's proof from anywhere.
 *
 * @param json the object
 * @param bytes its JSON text as received
 * @param followers the author's followers collection, which decides whether it is for followers
 */
public record FetchedNote(JsonObject json, String bytes, Optional<String> followers) {}
