package social.godwit.activitypub.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.encoding.Sha256;

/** What all pages share: head, banner, landmarks, style. Nothing on a page is loaded from anywhere else, and no script. */
public final class Frame {
    private static final String STYLE = style();

    /** A godwit in flight. */
    private static final String BIRD = "M3 20.5c3.2-1.2 5.6-1.4 8-3.2L7.5 6.5C12 8 15.8 11 17.8 14.6c1-.9 2.4-"
            + "1.4 3.7-1 1 .2 1.8.9 2.2 1.6L30 16l-6.2 1c-.6 2.2-2.6 3.9-5.3 4.8C13.6 23.6 7.6 23 3 20.5z";

    private static final String MARK =
            "<svg class=\"mark\" viewBox=\"0 0 32 32\" aria-hidden=\"true\"><rect width=\"32\" height=\"32\" rx=\"8\"/>"
                    + "<path d=\"" + BIRD + "\"/></svg>";

    /** The sign in a browser's tab, as an address that needs no request. */
    public static final String ICON = "data:image/svg+xml,"
            + "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
            + "%3Crect width='32' height='32' rx='8' fill='%230b5cad'/%3E"
            + "%3Cpath fill='%23fff' d='" + BIRD + "'/%3E%3C/svg%3E";

    /**
     * The policy that goes with every page: this very style, pictures and media of this origin, nothing else.
     */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(
                            Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8)).bytes())
            + "'; img-src 'self' data:; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Frame() {}

    /**
     * A picture of this origin.
     *
     * @param alt what is on it, possibly empty
     */
    public record Picture(String url, String alt) {}

    /**
     * What search engines and previews are told.
     *
     * @param title of the page
     * @param description in a sentence
     * @param url the page's own address, without parameters
     * @param type of OpenGraph: {@code profile}, {@code article} or {@code website}
     * @param more further properties of OpenGraph, in their order
     * @param me pages that the profile says are the same person's
     * @param document the ActivityPub document behind the page
     * @param indexed false when the owner does not want to be found by search engines
     */
    public record Head(
            String title,
            String description,
            String url,
            String type,
            Optional<Picture> image,
            List<Map.Entry<String, String>> more,
            List<String> me,
            Optional<String> document,
            boolean indexed) {
        /** Of a page about the instance or a network. */
        public static Head website(String title, String description, String url) {
            return new Head(
                    title, description, url, "website", Optional.empty(), List.of(), List.of(), Optional.empty(), true);
        }
    }

    /** The whole document, with {@code main} between banner and footer. */
    public static String page(Instance instance, Words words, Head head, Consumer<Markup> main) {
        Markup html = new Markup();
        html.raw("<!doctype html>").open("html", "lang", words.language()).raw("<head><meta charset=\"utf-8\">");
        head(instance, words, head, html);
        html.raw("<style>").raw(STYLE).raw("</style></head><body>");
        html.element("a", words.of("skip"), "class", "skip", "href", "#main");
        if (instance.development()) {
            html.element("p", words.of("development"), "class", "banner", "role", "note");
        }
        for (String notice : instance.house().notices(List.of(words.language()))) {
            html.element("p", notice, "class", "banner", "role", "note");
        }
        html.open("header").open("nav", "aria-label", words.of("site.nav"));
        html.open("a", "class", "tap name", "href", instance.origin() + "/")
                .raw(MARK)
                .element("span", host(instance))
                .close("a");
        for (String place : List.of("about", "networks")) {
            html.element(
                    "a", words.of("to." + place), "class", "tap", "href", words.page(instance.origin() + "/" + place));
        }
        html.close("nav").close("header");
        html.open("main", "id", "main", "tabindex", "-1");
        main.accept(html);
        html.close("main");
        html.open("footer")
                .element("p", words.of(head.document().isPresent() ? "footer" : "footer.site", host(instance)));
        languages(words, head, html);
        head.document().ifPresent(id -> technical(words, html, id));
        return html.raw("</footer></body></html>").toString();
    }

    private static void head(Instance instance, Words words, Head head, Markup html) {
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.open("meta", "name", "color-scheme", "content", "light dark");
        html.element("title", head.title());
        html.open("meta", "name", "description", "content", head.description());
        if (!head.indexed()) {
            html.open("meta", "name", "robots", "content", "noindex, noarchive");
        }
        List<Map.Entry<String, String>> properties = new ArrayList<>(List.of(
                Map.entry("og:site_name", host(instance)),
                Map.entry("og:title", head.title()),
                Map.entry("og:description", head.description()),
                Map.entry("og:type", head.type()),
                Map.entry("og:url", head.url()),
                Map.entry("og:locale", words.language())));
        head.image().ifPresent(image -> {
            properties.add(Map.entry("og:image", image.url()));
            properties.add(Map.entry("og:image:alt", image.alt()));
        });
        properties.addAll(head.more());
        properties.forEach(one -> html.open("meta", "property", one.getKey(), "content", one.getValue()));
        html.open(
                "meta",
                "name",
                "twitter:card",
                "content",
                head.image().isPresent() ? "summary_large_image" : "summary");
        html.open("meta", "name", "theme-color", "media", "(prefers-color-scheme: light)", "content", "#ffffff");
        html.open("meta", "name", "theme-color", "media", "(prefers-color-scheme: dark)", "content", "#16181d");
        html.open("link", "rel", "icon", "type", "image/svg+xml", "href", ICON);
        html.open("link", "rel", "canonical", "href", head.url());
        head.me().forEach(page -> html.open("link", "rel", "me", "href", page));
        head.document()
                .ifPresent(
                        id -> html.open("link", "rel", "alternate", "type", "application/activity+json", "href", id));
    }

    private static void languages(Words words, Head head, Markup html) {
        html.open("p", "class", "languages");
        for (Locale language : Words.LANGUAGES) {
            String tag = language.getLanguage();
            if (tag.equals(words.language())) {
                continue;
            }
            html.element(
                    "a",
                    language.getDisplayLanguage(language),
                    "class",
                    "tap",
                    "hreflang",
                    tag,
                    "lang",
                    tag,
                    "href",
                    head.url() + "?lang=" + tag);
        }
        html.close("p");
    }

    private static void technical(Words words, Markup html, String id) {
        html.open("details").element("summary", words.of("technical"));
        html.open("p")
                .element("a", id, "class", "tap", "href", id, "type", "application/activity+json")
                .close("p")
                .close("details");
    }

    /** A page that says in words why there is nothing else: 404, or 410 where the author deleted it. */
    public static HtmlPage words(Instance instance, Words words, int status, String url) {
        String kind = status == 410 ? "gone" : "notfound";
        String title = words.of(kind + ".title");
        Head head = new Head(
                title,
                words.of(kind + ".text"),
                url,
                "website",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                false);
        return new HtmlPage(
                status,
                page(
                        instance,
                        words,
                        head,
                        html -> html.open("div", "class", "words")
                                .element("h1", title)
                                .element("p", words.of(kind + ".text"))
                                .close("div")),
                Optional.empty());
    }

    /** The instance's host, as people read it. */
    public static String host(Instance instance) {
        return instance.origin().substring(instance.origin().indexOf("://") + 3);
    }

    private static String style() {
        try (InputStream file = Frame.class.getResourceAsStream("page.css")) {
            if (file == null) {
                throw new IllegalStateException("page.css is not in the archive");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
