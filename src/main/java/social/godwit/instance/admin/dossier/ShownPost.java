package social.godwit.instance.admin.dossier;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.media.FileAddress;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * A post as moderators read it: words and nothing that could run, and of media only where they lie, so that none is seen
 * before somebody asks for it.
 */
public final class ShownPost {
    private static final int TEXT_MAX = 20_000;
    private static final int MEDIA_MAX = 32;
    private static final int OPTIONS_MAX = 100;

    private ShownPost() {}

    /** The post that this document is; {@code origin} is this instance's. Empty when it is none. */
    public static Optional<JsonObject> of(String document, String origin) {
        if (!(StrictJson.read(document.getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN)
                instanceof JsonReading.Read(JsonObject post))) {
            return Optional.empty();
        }
        String warning = line(post, "summary");
        JsonObject.Builder shown = JsonObject.builder()
                .put("id", post.string("id").orElse(""))
                .put("by", post.id("attributedTo").orElse(""))
                .put("text", text(post))
                .put("warning", warning)
                .put("sensitive", !warning.isEmpty() || new JsonBoolean(true).equals(post.get("sensitive")))
                .put("public", isPublic(post))
                .put("media", media(post, origin))
                .put("options", options(post))
                .putIfPresent("answers", post.id("inReplyTo"))
                .putIfPresent("published", Types.time(post, "published").map(Object::toString))
                .putIfPresent("edited", Types.time(post, "updated").map(Object::toString));
        return Optional.of(shown.build());
    }

    private static String text(JsonObject post) {
        String text = PlainText.of(post.string("content").orElse(""));
        String name = Types.of(post).equals("Note") ? "" : line(post, "name");
        String all = name.isEmpty() ? text : name + "\n" + text;
        return all.length() > TEXT_MAX ? all.substring(0, TEXT_MAX) : all;
    }

    private static String line(JsonObject post, String key) {
        return PlainText.line(post.string(key).orElse(""), 500);
    }

    private static boolean isPublic(JsonObject post) {
        return post.ids("to").stream().anyMatch(Visibility.PUBLIC_COLLECTION::contains)
                || post.ids("cc").stream().anyMatch(Visibility.PUBLIC_COLLECTION::contains);
    }

    private static List<JsonObject> media(JsonObject post, String origin) {
        return post.list("attachment").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .limit(MEDIA_MAX)
                .map(file -> JsonObject.builder()
                        .put("type", file.string("mediaType").orElse("").toLowerCase(Locale.ROOT))
                        .put("description", line(file, "name"))
                        .put(
                                "source",
                                FileAddress.of(file).filter(ShownPost::isWeb).orElse(""))
                        // Only what this instance keeps can be shown without asking a stranger's server.
                        .putIfPresent("here", FileAddress.of(file).flatMap(url -> FileAddress.here(url, origin)))
                        .build())
                .toList();
    }

    private static boolean isWeb(String url) {
        return url.length() <= 2_048 && (url.startsWith("https://") || url.startsWith("http://"));
    }

    private static List<String> options(JsonObject post) {
        return post.list(post.has("anyOf") ? "anyOf" : "oneOf").stream()
                .filter(JsonObject.class::isInstance)
                .map(option -> line((JsonObject) option, "name"))
                .limit(OPTIONS_MAX)
                .toList();
    }
}
