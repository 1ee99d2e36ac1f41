package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/** Reads posts and polls out of their documents. Pure. */
final class Posts {
    /** The most options of a poll that is taken, as with Mastodon. */
    static final int OPTIONS_MAX = 500;

    private static final int TEXT_MAX = 2_048;
    private static final List<String> QUOTES = List.of("quote", "quoteUrl", "quoteUri", "_misskey_quote");

    private Posts() {}

    /**
     * The post that {@code object} is, written by {@code author}; empty when the author may not have written it: another
     * or several {@code attributedTo}, an id of another origin, no post at all (rows 9, 10, 18).
     *
     * @param wrapper the activity, whose audience counts when the object has none
     */
    static Optional<NoteRow> read(
            JsonObject object,
            JsonObject wrapper,
            String text,
            String author,
            Optional<String> followers,
            boolean local,
            Instant at) {
        String type = Types.of(object);
        Optional<String> id = object.string("id").filter(Ids::usable);
        Optional<String> owner = object.id("attributedTo").map(Ids::compared);
        if (id.isEmpty()
                || !Types.POSTS.contains(type)
                || !owner.equals(Optional.of(author))
                || !Ids.origin(id.get()).equals(Ids.origin(author))) {
            return Optional.empty();
        }
        Audience own = Audience.of(object);
        Audience audience = own.isEmpty() ? Audience.of(wrapper) : own;
        Instant published = earlier(Types.time(object, "published").orElse(at), at);
        Set<String> named = new LinkedHashSet<>();
        audience.ids().forEach(one -> named.add(Ids.compared(one)));
        return Optional.of(new NoteRow(
                Ids.compared(id.get()),
                author,
                type,
                audience.visibility(followers),
                audience.listed(),
                local,
                published,
                reference(object, "inReplyTo"),
                object.id("context").or(() -> object.string("conversation")).filter(name -> name.length() <= TEXT_MAX),
                quote(object),
                List.copyOf(named),
                earlier(Types.time(object, "updated").orElse(published), at),
                Optional.empty(),
                Optional.empty(),
                text));
    }

    /** The poll that a Question is; empty when it is none or has unusable options (row 50). */
    static Optional<PollRow> poll(JsonObject object, String id, String author, boolean local) {
        List<Json> any = object.list("anyOf");
        List<Json> choices = any.isEmpty() ? object.list("oneOf") : any;
        if (choices.isEmpty() || choices.size() > OPTIONS_MAX) {
            return Optional.empty();
        }
        Set<String> names = new LinkedHashSet<>();
        List<Long> tallies = new ArrayList<>();
        for (Json choice : choices) {
            Optional<JsonObject> option = choice instanceof JsonObject read ? Optional.of(read) : Optional.empty();
            String name = option.flatMap(read -> read.string("name")).orElse("");
            if (name.isEmpty() || name.length() > TEXT_MAX || name.indexOf(0x1f) >= 0 || !names.add(name)) {
                return Optional.empty();
            }
            tallies.add(option.flatMap(read -> read.object("replies"))
                    .map(replies -> count(replies, "totalItems"))
                    .orElse(0L));
        }
        Optional<Instant> closes = Types.time(object, "closed").or(() -> Types.time(object, "endTime"));
        return Optional.of(new PollRow(
                id, author, local, !any.isEmpty(), List.copyOf(names), tallies, count(object, "votersCount"), closes));
    }

    /** True when the words of two versions differ, so that a new count of votes is no edit. */
    static boolean wordsDiffer(JsonObject before, JsonObject after) {
        for (String key : List.of("content", "contentMap", "summary", "name", "sensitive", "attachment", "tag")) {
            Json one = before.get(key);
            Json other = after.get(key);
            if (one == null ? other != null : !one.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** Ids of actors whom the post mentions by a tag, as compared. */
    static Set<String> mentions(JsonObject object) {
        Set<String> mentioned = new LinkedHashSet<>();
        for (Json tag : object.list("tag")) {
            if (tag instanceof JsonObject mention && Types.of(mention).equals("Mention")) {
                mention.string("href").filter(Ids::usable).map(Ids::compared).ifPresent(mentioned::add);
            }
        }
        return mentioned;
    }

    /** True for what is a vote and no post: a name, no content, an answer to something. */
    static boolean looksLikeVote(JsonObject object) {
        return object.string("name").isPresent()
                && object.string("content").filter(text -> !text.isEmpty()).isEmpty()
                && reference(object, "inReplyTo").isPresent();
    }

    /** One usable id under {@code key}, as compared. */
    static Optional<String> reference(JsonObject object, String key) {
        return object.id(key).filter(Ids::usable).map(Ids::compared);
    }

    private static Optional<String> quote(JsonObject object) {
        for (String key : QUOTES) {
            Optional<String> quoted = reference(object, key);
            if (quoted.isPresent()) {
                return quoted;
            }
        }
        return Optional.empty();
    }

    private static long count(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number
                ? Math.max(0, number.integer().orElse(0))
                : 0;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one.isBefore(Instant.EPOCH) ? Instant.EPOCH : one : other;
    }
}
