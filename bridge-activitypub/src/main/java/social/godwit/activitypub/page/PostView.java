package social.godwit.activitypub.page;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.html.Sanitizer;
import social.godwit.activitypub.media.FileAddress;
import social.godwit.activitypub.vocabulary.Imported;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/** A post as HTML: text, warning, media of this origin, poll. Everything in it is a stranger's. */
final class PostView {
    private static final int ATTACHMENTS_MAX = 32;
    private static final int OPTIONS_MAX = 100;

    private final JsonObject post;
    private final String origin;
    private final Words words;

    /** {@code origin} is this instance's: media from elsewhere are linked, never loaded. */
    PostView(JsonObject post, String origin, Words words) {
        this.post = post;
        this.origin = origin;
        this.words = words;
    }

    /** One line of the post's words, the warning instead when there is one. */
    String line(int lengthMax) {
        return PlainText.line(
                warning()
                        .or(() -> post.string("name"))
                        .or(() -> post.string("content"))
                        .orElse(""),
                lengthMax);
    }

    Optional<Instant> published() {
        return Types.time(post, "published");
    }

    /** Where people read it: its page, else its id; only http and https. */
    Optional<String> url() {
        return post.ids("url").stream()
                .filter(PostView::isWeb)
                .findFirst()
                .or(() -> post.string("id").filter(PostView::isWeb));
    }

    static boolean isWeb(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return (lower.startsWith("https://") || lower.startsWith("http://")) && url.length() <= 2_048;
    }

    Optional<String> warning() {
        return post.string("summary").map(PlainText::of).filter(text -> !text.isBlank());
    }

    /** Where the owner brought the post along from, if it is one of those. */
    void imported(Markup html) {
        Imported.account(post).ifPresent(account -> {
            String told = words.of("imported", PlainText.line(account, 100));
            html.open("p", "class", "note");
            Imported.page(post)
                    .ifPresentOrElse(
                            page -> html.element(
                                    "a", told, "href", page, "rel", "nofollow noopener noreferrer", "class", "tap"),
                            () -> html.element("span", told));
            html.close("p");
        });
    }

    private boolean sensitive() {
        return warning().isPresent() || (post.get("sensitive") instanceof JsonBoolean flag && flag.value());
    }

    void write(Markup html) {
        if (sensitive()) {
            html.open("details").element("summary", words.of("show", warning().orElse(words.of("sensitive"))));
        }
        post.string("name")
                .map(PlainText::of)
                .filter(name -> !name.isBlank() && !Types.of(post).equals("Note"))
                .ifPresent(name -> html.element("h2", name));
        html.open("div", "class", "text", "dir", "auto", "lang", language().orElse(""));
        html.raw(Sanitizer.sanitized(post.string("content").orElse(""))).close("div");
        poll(html);
        post.list("attachment").stream().limit(ATTACHMENTS_MAX).forEach(one -> attachment(html, one));
        if (sensitive()) {
            html.close("details");
        }
    }

    /** The first picture of this origin, unless it is to be looked at only when asked for. */
    Optional<Frame.Picture> picture() {
        return sensitive()
                ? Optional.empty()
                : post.list("attachment").stream()
                        .limit(ATTACHMENTS_MAX)
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .filter(file -> file.string("mediaType").orElse("").startsWith("image/"))
                        .flatMap(file -> FileAddress.of(file)
                                .flatMap(url -> FileAddress.here(url, origin))
                                .map(url -> new Frame.Picture(
                                        url,
                                        file.string("name").map(PlainText::of).orElse("")))
                                .stream())
                        .findFirst();
    }

    /** The one language of {@code contentMap}. */
    private Optional<String> language() {
        return post.object("contentMap")
                .filter(map -> map.size() == 1)
                .map(map -> map.keys().getFirst())
                .filter(language -> language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"));
    }

    private void poll(Markup html) {
        List<Json> options = post.list(post.has("anyOf") ? "anyOf" : "oneOf");
        if (options.isEmpty()) {
            return;
        }
        html.open("ul", "class", "poll");
        for (Json option : options.subList(0, Math.min(options.size(), OPTIONS_MAX))) {
            if (option instanceof JsonObject choice) {
                long votes = choice.object("replies")
                        .map(replies -> replies.get("totalItems"))
                        .map(total -> total instanceof JsonNumber number ? Math.max(0, (long) number.asDouble()) : 0L)
                        .orElse(0L);
                html.open("li")
                        .element("span", PlainText.line(choice.string("name").orElse(""), 300))
                        .element("span", words.of("votes", votes), "class", "note")
                        .close("li");
            }
        }
        html.close("ul");
    }

    private void attachment(Markup html, Json attachment) {
        if (!(attachment instanceof JsonObject file)) {
            return;
        }
        String type = file.string("mediaType").orElse("").toLowerCase(Locale.ROOT);
        String name = file.string("name").map(PlainText::of).orElse("");
        Optional<String> own = FileAddress.of(file).flatMap(url -> FileAddress.here(url, origin));
        if (own.isEmpty()) {
            FileAddress.of(file)
                    .filter(PostView::isWeb)
                    .ifPresent(url -> html.open("p")
                            .element(
                                    "a",
                                    words.of("media", name.isEmpty() ? url : name),
                                    "href",
                                    url,
                                    "rel",
                                    "nofollow noopener noreferrer",
                                    "class",
                                    "tap")
                            .close("p"));
            return;
        }
        html.open("figure");
        if (type.startsWith("image/")) {
            html.open(
                    "img",
                    "src",
                    own.get(),
                    "alt",
                    name,
                    "loading",
                    "lazy",
                    "decoding",
                    "async",
                    size(file, "width").isPresent() ? "width" : "",
                    size(file, "width").orElse(""),
                    size(file, "height").isPresent() ? "height" : "",
                    size(file, "height").orElse(""));
        } else if (type.startsWith("video/") || type.startsWith("audio/")) {
            String element = type.substring(0, 5);
            html.open(element, "src", own.get(), "controls", "", "preload", "none", "aria-label", name)
                    .close(element);
        } else {
            html.element("a", words.of("media", name.isEmpty() ? own.get() : name), "href", own.get());
        }
        html.element("figcaption", name.isEmpty() ? words.of("nodescription") : name)
                .close("figure");
    }

    private static Optional<String> size(JsonObject file, String key) {
        return file.get(key) instanceof JsonNumber number && number.asDouble() >= 1 && number.asDouble() <= 20_000
                ? Optional.of(Long.toString((long) number.asDouble()))
                : Optional.empty();
    }
}
