package social.godwit.instance.client.archive;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** What one item of an archive's outbox is. */
sealed interface OldActivity {
    /** A post. */
    record Posted(OldPost post) implements OldActivity {}

    /** A boost. */
    record Boosted(OldPost.Boost boost) implements OldActivity {}

    /** Nothing to bring along: a like, a follow, a deletion, or a post that cannot be read. */
    record Passed(String why) implements OldActivity {}

    /** The types of objects that are posts. */
    Set<String> POSTS = Set.of("Note", "Question", "Article", "Page", "Image", "Video", "Audio", "Event");

    Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

    /** A text of at most this many characters; longer ones are no posts of people. */
    int TEXT_MAX = 400_000;

    int FILES_MAX = 32;
    int TAGS_MAX = 100;
    int OPTIONS_MAX = 50;

    /** Reads an item of {@code author}'s outbox. {@code now} bounds its dates. */
    static OldActivity read(JsonObject item, String author, Instant now) {
        String by = item.id("actor").or(() -> item.id("attributedTo")).orElse(author);
        if (!by.equals(author)) return new Passed("something of somebody else's");
        return switch (item.string("type").orElse("")) {
            case "Create" ->
                item.object("object")
                        .map(object -> post(object, item, now))
                        .orElseGet(() -> new Passed("a post of which the archive has only the id"));
            case "Announce" -> boost(item, now);
            case String type when POSTS.contains(type) -> post(item, item, now);
            case String type -> new Passed("of the type " + (type.isEmpty() ? "nothing" : type));
        };
    }

    private static OldActivity boost(JsonObject item, Instant now) {
        Optional<String> id = item.string("id").filter(OldActivity::isWeb);
        Optional<String> object = item.id("object").filter(OldActivity::isWeb);
        Optional<Instant> published = time(item, "published", now);
        boolean open = readers(item, item) == OldPost.Readers.PUBLIC || readers(item, item) == OldPost.Readers.UNLISTED;
        if (id.isEmpty() || object.isEmpty() || published.isEmpty() || !open)
            return new Passed("a boost that was not for everybody, or has no date");
        return new Boosted(new OldPost.Boost(id.get(), published.get(), object.get()));
    }

    private static OldActivity post(JsonObject object, JsonObject wrapper, Instant now) {
        if (!POSTS.contains(object.string("type").orElse(""))) return new Passed("no post");
        Optional<String> id = object.string("id").filter(OldActivity::isWeb);
        Optional<Instant> published = time(object, "published", now).or(() -> time(wrapper, "published", now));
        if (id.isEmpty()) return new Passed("a post without an id");
        if (published.isEmpty()) return new Passed("a post without a date");
        String html = object.string("content").orElse("");
        if (html.length() > TEXT_MAX) return new Passed("a text that is too long");
        String title = object.string("name").orElse("");
        if (!title.isEmpty()) html = "<h1>" + escaped(title) + "</h1>" + html;
        Optional<OldPost.Poll> poll = poll(object, now);
        return new Posted(new OldPost(
                id.get(),
                page(object),
                published.get(),
                time(object, "updated", now).filter(published.get()::isBefore),
                readers(object, wrapper),
                html,
                object.string("summary").filter(text -> !text.isBlank() && text.length() <= 5_000),
                object.get("sensitive") instanceof JsonBoolean flag && flag.value(),
                object.object("contentMap")
                        .flatMap(map -> map.keys().stream().findFirst())
                        .filter(tag -> tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")),
                hashtags(object),
                files(object),
                poll,
                object.id("inReplyTo").filter(OldActivity::isWeb)));
    }

    private static OldPost.Readers readers(JsonObject object, JsonObject wrapper) {
        JsonObject addressed = object.has("to") || object.has("cc") ? object : wrapper;
        List<String> to = addressed.ids("to");
        List<String> cc = addressed.ids("cc");
        if (to.stream().anyMatch(Visibility.PUBLIC_COLLECTION::contains)) return OldPost.Readers.PUBLIC;
        if (cc.stream().anyMatch(Visibility.PUBLIC_COLLECTION::contains)) return OldPost.Readers.UNLISTED;
        boolean followers = to.stream().anyMatch(id -> id.endsWith("/followers"))
                || cc.stream().anyMatch(id -> id.endsWith("/followers"));
        return followers ? OldPost.Readers.FOLLOWERS : OldPost.Readers.PRIVATE;
    }

    private static Optional<String> page(JsonObject object) {
        for (Json url : object.list("url")) {
            Optional<String> address = switch (url) {
                case JsonString text -> Optional.of(text.value());
                case JsonObject link -> link.string("href");
                default -> Optional.empty();
            };
            if (address.filter(OldActivity::isWeb).isPresent()) return address;
        }
        return Optional.empty();
    }

    private static Map<String, String> hashtags(JsonObject object) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Json item : object.list("tag"))
            if (item instanceof JsonObject tag
                    && tag.string("type").filter("Hashtag"::equals).isPresent()
                    && tags.size() < TAGS_MAX)
                tag.string("name")
                        .map(name -> name.startsWith("#") ? name.substring(1) : name)
                        .filter(name -> name.matches("[\\p{L}\\p{M}\\p{N}_·]{1,100}"))
                        .ifPresent(name -> tags.put(name, tag.string("href").orElse("")));
        return tags;
    }

    private static List<OldPost.File> files(JsonObject object) {
        List<OldPost.File> files = new ArrayList<>();
        for (Json item : object.list("attachment"))
            if (item instanceof JsonObject file && files.size() < FILES_MAX) {
                Optional<String> path = file.list("url").stream()
                        .map(url -> url instanceof JsonString text ? text.value() : "")
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .or(() -> file.string("href"));
                path.ifPresent(place -> files.add(new OldPost.File(
                        place,
                        file.string("mediaType").orElse("").toLowerCase(Locale.ROOT),
                        file.string("name")
                                .map(name -> name.length() > 10_000 ? name.substring(0, 10_000) : name)
                                .orElse(""))));
            }
        return files;
    }

    private static Optional<OldPost.Poll> poll(JsonObject object, Instant now) {
        boolean multiple = object.has("anyOf");
        List<OldPost.Option> options = new ArrayList<>();
        for (Json item : object.list(multiple ? "anyOf" : "oneOf"))
            if (item instanceof JsonObject option
                    && option.string("name").filter(name -> !name.isBlank()).isPresent()
                    && options.size() < OPTIONS_MAX)
                options.add(new OldPost.Option(
                        option.string("name").get(),
                        option.object("replies")
                                .map(replies -> count(replies, "totalItems"))
                                .orElse(0L)));
        if (options.isEmpty()) return Optional.empty();
        Optional<Instant> end = time(object, "closed", now).or(() -> time(object, "endTime", now));
        return Optional.of(new OldPost.Poll(options, multiple, end, count(object, "votersCount")));
    }

    private static long count(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number
                ? Math.max(0, number.integer().orElse(0))
                : 0;
    }

    private static Optional<Instant> time(JsonObject json, String member, Instant now) {
        try {
            return json.string(member)
                    .map(text -> java.time.OffsetDateTime.parse(text).toInstant())
                    .filter(time -> time.isAfter(EARLIEST))
                    .map(time -> time.isAfter(now) ? now : time);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean isWeb(String id) {
        return (id.startsWith("https://") || id.startsWith("http://"))
                && id.length() <= 2_048
                && id.chars().allMatch(c -> c > 0x20 && c != '"' && c != '<' && c != '>' && c != 0x7f);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
