package social.godwit.activitypub.view;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.notification.Notification;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Notifications as the activities that they tell of. */
final class Notices {
    private Notices() {}

    static Json of(Notification one, Map<String, JsonObject> posts, Map<String, Face> faces) {
        JsonObject.Builder shown = JsonObject.builder()
                .put("type", type(one.type()))
                .put("id", one.activity())
                .put("notification", one.type().name().toLowerCase(Locale.ROOT))
                .put(
                        "actor",
                        Optional.ofNullable(faces.get(one.actor()))
                                .map(Face::id)
                                .orElse(one.actor()))
                .put("published", one.at().toString());
        Optional.ofNullable(faces.get(one.actor()))
                .ifPresent(face -> shown.put("handle", face.handle()).put("name", face.name()));
        one.object()
                .map(object -> posts.containsKey(object) ? posts.get(object) : new JsonString(object))
                .ifPresent(object -> shown.put("object", object));
        switch (one.type()) {
            case FOLLOW -> shown.put("accepted", true);
            case REACTION -> shown.putIfPresent("content", one.content());
            case MOVE -> shown.putIfPresent("target", one.content());
            case MODERATION, NETWORK -> shown.putIfPresent("content", one.content());
            default -> {}
        }
        return shown.build();
    }

    private static String type(Notification.Type type) {
        return switch (type) {
            case MENTION, REPLY, QUOTE -> "Create";
            case FOLLOW, FOLLOW_REQUEST -> "Follow";
            case FOLLOW_ACCEPTED -> "Accept";
            case LIKE -> "Like";
            case BOOST -> "Announce";
            case REACTION -> "EmojiReact";
            case POLL_ENDED, EDIT -> "Update";
            case QUOTE_REQUEST -> "QuoteRequest";
            case MOVE -> "Move";
            case MODERATION, NETWORK -> "Note";
        };
    }
}
