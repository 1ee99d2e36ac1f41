package social.godwit.activitypub.vocabulary;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Types and values of ActivityStreams as they are read here. */
public final class Types {
    /** What is kept and shown as a post. */
    public static final Set<String> POSTS =
            Set.of("Note", "Question", "Article", "Page", "Image", "Video", "Audio", "Event");

    /** What an actor may be. */
    public static final Set<String> ACTORS = Set.of("Person", "Service", "Group", "Organization", "Application");

    private Types() {}

    /** The first type of an object; empty text when there is none. */
    public static String of(JsonObject object) {
        for (Json type : object.list("type")) {
            if (type instanceof JsonString string) {
                return string.value();
            }
        }
        return "";
    }

    /** A time, at the offset it is written with or UTC; empty when it cannot be read or is not of the years 1 to 9999. */
    public static Optional<Instant> time(JsonObject object, String key) {
        return object.string(key).flatMap(Types::time);
    }

    private static Optional<Instant> time(String text) {
        if (text.length() > 40) {
            return Optional.empty();
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            // Databases hold fewer years than Java does.
            return time.getYear() >= 1 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
