package social.godwit.instance.client.document;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Makes a post's document, a {@code Note} or, with a poll, a {@code Question}: whole from the first version on. */
public final class PostDocument {
    private PostDocument() {}

    /** The document, not signed yet. */
    public static JsonObject of(Post post, Ids ids) {
        String id = ids.object(post.name());
        Set<String> addressed = new LinkedHashSet<>();
        post.parent().ifPresent(parent -> {
            if (!parent.author().equals(ids.actor())) addressed.add(parent.author());
        });
        post.mentions().forEach(mention -> addressed.add(mention.id()));
        List<String> mentioned = List.copyOf(addressed);
        var document = Contexts.document(id, post.poll().isPresent() ? "Question" : "Note")
                .put("attributedTo", ids.actor())
                .put("published", seconds(post.published()))
                .put("to", post.audience().to(ids, mentioned))
                .put("cc", post.audience().cc(ids, mentioned))
                .put("content", post.text().html())
                .put(
                        "contentMap",
                        JsonObject.builder()
                                .put(post.language(), post.text().html())
                                .build())
                .put(
                        "source",
                        JsonObject.builder()
                                .put("content", post.text().markdown())
                                .put("mediaType", "text/markdown")
                                .build())
                .put("sensitive", post.warning().isPresent())
                .put("url", ids.page(post.name()))
                .put("replies", id + "/replies")
                .put("likes", id + "/likes")
                .put("shares", id + "/shares")
                .put("tag", tags(post, ids))
                .put("attachment", attachments(post))
                .put("interactionPolicy", quotes(post, ids));
        post.updated().ifPresent(time -> document.put("updated", seconds(time)));
        document.putIfPresent("summary", post.warning());
        post.parent()
                .ifPresentOrElse(
                        parent -> {
                            document.put("inReplyTo", parent.id());
                            document.putIfPresent("context", parent.context());
                        },
                        () -> document.put("context", id + "/context"));
        post.poll().ifPresent(poll -> poll(document, poll));
        return document.build();
    }

    private static void poll(JsonObject.Builder document, Post.Poll poll) {
        List<Json> options = new ArrayList<>();
        for (String option : poll.options())
            options.add(JsonObject.builder()
                    .put("type", "Note")
                    .put("name", option)
                    .put(
                            "replies",
                            JsonObject.builder()
                                    .put("type", "Collection")
                                    .put("totalItems", 0)
                                    .build())
                    .build());
        document.put(poll.multiple() ? "anyOf" : "oneOf", options)
                .put("endTime", seconds(poll.end()))
                .put("votersCount", 0);
    }

    private static List<Json> tags(Post post, Ids ids) {
        List<Json> tags = new ArrayList<>();
        for (Post.Mention mention : post.mentions())
            tags.add(JsonObject.builder()
                    .put("type", "Mention")
                    .put("href", mention.id())
                    .put("name", "@" + mention.handle())
                    .build());
        for (String hashtag : post.hashtags())
            tags.add(JsonObject.builder()
                    .put("type", "Hashtag")
                    .put("href", ids.tagPages() + hashtag.toLowerCase(Locale.ROOT))
                    .put("name", "#" + hashtag)
                    .build());
        return tags;
    }

    private static List<Json> attachments(Post post) {
        return post.attachments().stream().map(PostDocument::attachment).toList();
    }

    private static Json attachment(Post.Attachment attachment) {
        var json = JsonObject.builder()
                .put("type", attachment.file().type().documentType())
                .put("mediaType", attachment.file().type().mime())
                .put("url", attachment.url())
                .put("digestMultibase", attachment.hash().multibase())
                .put("name", attachment.description());
        if (attachment.file().width() > 0)
            json.put("width", attachment.file().width())
                    .put("height", attachment.file().height());
        return json.build();
    }

    /** Whether a post of the owner's lets others than the owner quote it without asking: anybody, or followers. */
    public static boolean allowsQuotes(JsonObject post, Ids ids) {
        List<String> automatic = post.object("interactionPolicy")
                .flatMap(policy -> policy.object("canQuote"))
                .map(can -> can.ids("automaticApproval"))
                .orElse(List.of());
        return automatic.contains(Contexts.PUBLIC) || automatic.contains(ids.ofActor("followers"));
    }

    private static JsonObject quotes(Post post, Ids ids) {
        boolean open = post.audience() == Audience.PUBLIC || post.audience() == Audience.UNLISTED;
        List<String> automatic = switch (open ? post.quotes() : Post.Quotes.NOBODY) {
            case ANYONE -> List.of(Contexts.PUBLIC);
            case FOLLOWERS -> List.of(ids.ofActor("followers"));
            case NOBODY -> List.of(ids.actor());
        };
        var can = JsonObject.builder()
                .put("automaticApproval", automatic)
                .put("manualApproval", List.of())
                .build();
        return JsonObject.builder().put("canQuote", can).build();
    }

    /** A time as documents write it: UTC, whole seconds. */
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
