package social.godwit.instance.admin.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.html.PlainText;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;

/** Posts that were reported, as Mastodon's API shows a {@code Status}. */
final class MastodonPosts {
    private static final int POSTS_MAX = 100;
    private static final int WARNING_MAX = 500;

    private MastodonPosts() {}

    /**
     * The posts of these reports, each once, at most {@value #POSTS_MAX}.
     *
     * @param by their author as {@code Admin::Account}
     */
    static List<JsonObject> of(List<JsonObject> reports, JsonObject by) {
        List<JsonObject> statuses = new ArrayList<>();
        for (JsonObject report : reports) {
            for (Json item : report.list("evidence")) {
                if (item instanceof JsonObject evidence
                        && statuses.size() < POSTS_MAX
                        && statuses.stream().noneMatch(one -> one.string("uri").equals(evidence.string("post")))) {
                    statuses.add(status(evidence, by));
                }
            }
        }
        return statuses;
    }

    /** {@code Status} of a post as it was reported; without a copy, of what is known: its id. */
    private static JsonObject status(JsonObject evidence, JsonObject by) {
        String uri = evidence.string("post").orElse("");
        JsonObject post = evidence.string("copy").flatMap(MastodonPosts::read).orElseGet(JsonObject::empty);
        String warning = PlainText.line(post.string("summary").orElse(""), WARNING_MAX);
        return JsonObject.builder()
                .put("id", MastodonPeople.id(uri))
                .put("uri", uri)
                .put("url", post.string("url").orElse(uri))
                .put("created_at", post.string("published").orElse(MastodonPeople.time(Instant.EPOCH)))
                .put("account", by.object("account").orElseThrow())
                .put(
                        "content",
                        "<p>" + escaped(PlainText.of(post.string("content").orElse(""))) + "</p>")
                .put("visibility", "public")
                .put("sensitive", !warning.isEmpty() || new JsonBoolean(true).equals(post.get("sensitive")))
                .put("spoiler_text", warning)
                .put("media_attachments", List.of())
                .put("mentions", List.of())
                .put("tags", List.of())
                .put("emojis", List.of())
                .put("reblogs_count", 0)
                .put("favourites_count", 0)
                .put("replies_count", 0)
                .put("in_reply_to_id", new JsonNull())
                .put("in_reply_to_account_id", new JsonNull())
                .put("reblog", new JsonNull())
                .put("poll", new JsonNull())
                .put("card", new JsonNull())
                .put(
                        "edited_at",
                        post.string("updated").<Json>map(JsonString::new).orElseGet(JsonNull::new))
                .put("language", new JsonNull())
                .build();
    }

    private static Optional<JsonObject> read(String copy) {
        return StrictJson.read(copy.getBytes(StandardCharsets.UTF_8), JsonLimits.PLAIN)
                        instanceof JsonReading.Read(JsonObject post)
                ? Optional.of(post)
                : Optional.empty();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\n", "<br>");
    }
}
