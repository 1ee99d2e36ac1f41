package social.godwit.activitypub.effect;

import java.util.List;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.json.JsonObject;

/** Activities as strangers and owners write them, for tests. */
final class Said {
    static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    private Said() {}

    static JsonObject activity(String type, String id, String actor, String object) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", type)
                .put("actor", actor)
                .put("object", object)
                .build();
    }

    static JsonObject follow(String actor, Account account) {
        return activity("Follow", actor + "/follows/1", actor, account.actorId());
    }

    static JsonObject undo(JsonObject undone) {
        String actor = undone.string("actor").orElseThrow();
        return JsonObject.builder()
                .put("id", undone.string("id").orElseThrow() + "/undo")
                .put("type", "Undo")
                .put("actor", actor)
                .put("object", undone)
                .build();
    }

    static JsonObject note(String id, String author, List<String> to, List<String> cc) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", "Note")
                .put("attributedTo", author)
                .put("content", "<p>hello</p>")
                .put("published", "2026-11-22T11:00:00Z")
                .put("to", to)
                .put("cc", cc)
                .build();
    }

    static JsonObject create(JsonObject object) {
        return wrap("Create", object, "/create");
    }

    static JsonObject update(JsonObject object, int number) {
        return wrap("Update", object, "/update" + number);
    }

    static JsonObject delete(String id, String actor) {
        return activity("Delete", id + "/delete", actor, id);
    }

    private static JsonObject wrap(String type, JsonObject object, String suffix) {
        JsonObject.Builder builder = JsonObject.builder()
                .put("id", object.string("id").orElseThrow() + suffix)
                .put("type", type)
                .put("actor", object.string("attributedTo").orElseThrow())
                .put("object", object);
        for (String field : List.of("to", "cc")) {
            if (object.has(field)) {
                builder.put(field, object.list(field));
            }
        }
        return builder.build();
    }

    static JsonObject mention(Account account) {
        return JsonObject.builder()
                .put("type", "Mention")
                .put("href", account.actorId())
                .build();
    }
}
