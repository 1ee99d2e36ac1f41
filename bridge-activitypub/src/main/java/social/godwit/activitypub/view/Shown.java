package social.godwit.activitypub.view;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.html.Sanitizer;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.vocabulary.Emojis;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** Documents as views show them: HTML made harmless, proofs left out, since what was changed is not what was signed. */
final class Shown {
    private static final Set<String> HTML = Set.of("content", "summary", "name");
    private static final int TAGS_MAX = 100;
    private static final Set<String> HTML_MAPS = Set.of("contentMap", "summaryMap", "nameMap");

    private Shown() {}

    /** The object that the text holds; empty when it is none. */
    static JsonObject parsed(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.PLAIN) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject object
                ? object
                : JsonObject.empty();
    }

    /** A post or activity of anybody, harmless to show. */
    static JsonObject harmless(JsonObject object) {
        JsonObject.Builder shown = JsonObject.builder();
        object.members().forEach((key, value) -> {
            if (key.equals("@context") || key.equals("proof") || key.equals("signature")) {
                return;
            }
            shown.put(key, harmless(key, value));
        });
        if (object.has("tag")) {
            shown.put("tag", tags(object));
        }
        return shown.build();
    }

    /** Mentions and hashtags as they are, custom emoji of a plain name and a picture on the web (row 48). */
    private static List<Json> tags(JsonObject object) {
        return object.list("tag").stream()
                .limit(TAGS_MAX)
                .filter(tag ->
                        !(tag instanceof JsonObject emoji && Types.of(emoji).equals("Emoji")) || isHarmlessEmoji(emoji))
                .toList();
    }

    private static boolean isHarmlessEmoji(JsonObject emoji) {
        return emoji.string("name").filter(Emojis::isShortcode).isPresent()
                && emoji.object("icon")
                        .flatMap(icon -> icon.id("url").or(() -> icon.id("href")))
                        .flatMap(Origin::ofUrl)
                        .isPresent();
    }

    private static Json harmless(String key, Json value) {
        return switch (value) {
            case JsonString text when HTML.contains(key) -> new JsonString(Sanitizer.sanitized(text.value()));
            case JsonObject map when HTML_MAPS.contains(key) -> sanitizedMap(map);
            case JsonObject object when key.equals("object") -> harmless(object);
            default -> value;
        };
    }

    private static JsonObject sanitizedMap(JsonObject map) {
        JsonObject.Builder shown = JsonObject.builder();
        map.members().forEach((language, text) -> {
            if (text instanceof JsonString string) {
                shown.put(language, Sanitizer.sanitized(string.value()));
            }
        });
        return shown.build();
    }

    /** The post as moderators want it shown, with what they decided, when they did. */
    static JsonObject moderated(JsonObject post, FederationPolicy.Standing standing) {
        return standing.equals(FederationPolicy.Standing.PLAIN)
                ? post
                : standing.shown(post)
                        .with(
                                "moderation",
                                JsonObject.builder()
                                        .put("warnings", standing.warnings())
                                        .put(
                                                "labels",
                                                standing.labels().stream()
                                                        .map(label -> JsonObject.builder()
                                                                .put("of", label.of())
                                                                .put("name", label.name())
                                                                .build())
                                                        .toList())
                                        .put("withoutMedia", standing.withoutMedia())
                                        .build());
    }

    /** A post with what this instance knows of it. */
    static JsonObject note(
            Note note,
            Map<String, Face> faces,
            Map<String, InteractionStore.Counts> counts,
            Map<String, Set<Interaction.Kind>> own) {
        JsonObject.Builder shown = JsonObject.builder().putAll(harmless(parsed(note.bytes())));
        Optional.ofNullable(faces.get(note.author())).ifPresent(face -> shown.put("handle", face.handle()));
        shown.put("visibility", note.visibility().name().toLowerCase(Locale.ROOT));
        note.edited().ifPresent(at -> shown.put("edited", at.toString()));
        InteractionStore.Counts known = counts.get(note.id());
        if (known != null) {
            shown.put("likesCount", known.likes())
                    .put("sharesCount", known.shares())
                    .put("repliesCount", known.replies());
        }
        Set<Interaction.Kind> done = own.getOrDefault(note.id(), Set.of());
        shown.put("liked", done.contains(Interaction.Kind.LIKE));
        shown.put("shared", done.contains(Interaction.Kind.SHARE));
        return shown.build();
    }

    /** Somebody in a list of people. */
    static JsonObject.Builder person(String id, Map<String, Face> faces) {
        Face face = faces.get(id);
        JsonObject.Builder person = JsonObject.builder().put("type", "Person").put("id", face == null ? id : face.id());
        if (face != null) {
            person.put("handle", face.handle()).put("name", face.name()).putIfPresent("url", face.url());
            person.putIfPresent("icon", face.icon());
        }
        return person;
    }
}
