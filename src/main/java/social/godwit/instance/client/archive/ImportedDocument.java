package social.godwit.instance.client.archive;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.document.PostDocument;
import social.godwit.instance.client.document.TimeId;

/**
 * Old posts as new documents. They carry their old dates, the proof carries the time of the import, and {@code importedFrom}
 * says where they come from; gateways keep what is marked so and send it to nobody. Mentions stay links in the text, with
 * no tag that would tell anybody; a poll is closed and keeps its counts.
 */
final class ImportedDocument {
    private static final String MARK = "importedFrom";

    private ImportedDocument() {}

    /**
     * The post's document, not signed yet.
     *
     * @param account whose post it was, {@code name@host}
     * @param parent what it answers: one of ours if that is brought along as well, else as it was
     */
    static JsonObject post(
            OldPost old,
            TimeId name,
            String account,
            Optional<String> parent,
            List<Post.Attachment> files,
            Ids ids,
            Instant now) {
        var post = new Post(
                name,
                old.published(),
                old.updated(),
                audience(old.audience()),
                new Post.Text("", html(old, ids)),
                old.warning(),
                old.language().orElse("und"),
                List.of(),
                List.copyOf(old.hashtags().keySet()),
                files,
                old.poll()
                        .map(poll -> new Post.Poll(
                                poll.options().stream()
                                        .map(OldPost.Option::name)
                                        .toList(),
                                poll.multiple(),
                                poll.end().orElse(now))),
                // Named as one's own, so that nobody is addressed.
                parent.map(id -> new Post.Parent(id, ids.actor(), Optional.empty())),
                Post.Quotes.ANYONE);
        JsonObject document = PostDocument.of(post, ids)
                .without("source")
                .with(
                        "sensitive",
                        new JsonBoolean(old.sensitive() || old.warning().isPresent()))
                .with(MARK, from(account, old.id(), old.page()));
        return old.poll().map(poll -> closed(document, poll, now)).orElse(document);
    }

    /** The boost's activity, not signed yet. */
    static JsonObject boost(OldPost.Boost old, TimeId name, String object, String account, Ids ids) {
        return Activities.boost(ids, name, old.published(), object, ids.actor())
                .with("cc", Json.strings(List.of(ids.ofActor("followers"))))
                .with(MARK, from(account, old.id(), Optional.empty()));
    }

    private static JsonObject from(String account, String id, Optional<String> page) {
        return JsonObject.builder()
                .put("account", account)
                .put("object", id)
                .putIfPresent("url", page)
                .build();
    }

    private static Audience audience(OldPost.Readers readers) {
        return switch (readers) {
            case PUBLIC -> Audience.PUBLIC;
            case UNLISTED -> Audience.UNLISTED;
            case FOLLOWERS -> Audience.FOLLOWERS;
            // Addressed to nobody: the owner's own.
            case PRIVATE -> Audience.DIRECT;
        };
    }

    /** Hashtags lead to the pages of the new home. */
    private static String html(OldPost old, Ids ids) {
        String html = old.html();
        for (Map.Entry<String, String> tag : old.hashtags().entrySet())
            if (!tag.getValue().isEmpty())
                html = html.replace(
                        "href=\"" + tag.getValue() + "\"",
                        "href=\"" + ids.tagPages() + tag.getKey().toLowerCase(Locale.ROOT) + "\"");
        return html;
    }

    private static JsonObject closed(JsonObject document, OldPost.Poll poll, Instant now) {
        String end = PostDocument.seconds(
                poll.end().filter(time -> time.isBefore(now)).orElse(now));
        List<Json> options = new ArrayList<>();
        for (OldPost.Option option : poll.options())
            options.add(JsonObject.builder()
                    .put("type", "Note")
                    .put("name", option.name())
                    .put(
                            "replies",
                            JsonObject.builder()
                                    .put("type", "Collection")
                                    .put("totalItems", option.votes())
                                    .build())
                    .build());
        return document.with(poll.multiple() ? "anyOf" : "oneOf", new JsonArray(options))
                .with("endTime", new JsonString(end))
                .with("closed", new JsonString(end))
                .with("votersCount", JsonNumber.of(poll.voters()));
    }
}
