package social.godwit.activitypub.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.encoding.Sha256;

/** What all pages share: head, banner, landmarks, style. Nothing on a page is loaded from anywhere else, and no script. */
public final class Frame {
    private static final String STYLE = style();

    /**
     * The policy that goes with every page: this very style, pictures and media of this origin, nothing else.
     */
    public static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder()
                    .encodeToString(
                            Sha256.of(STYLE.getBytes(StandardCharsets.UTF_8)).bytes())
            + "'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Frame() {}

    /**
     * What search engines and previews are told.
     *
     * @param title of the page
     * @param description in a sentence
     * @param url the page's own address
     * @param type of OpenGraph: {@code profile} or {@code article}
     * @param image a picture of this origin
     * @param document the ActivityPub document behind the page
     * @param indexed false when the owner does not want to be found by search engines
     */
    record Head(
            String title,
            String description,
            String url,
            String type,
            Optional<String> image,
            Optional<String> document,
            boolean indexed) {}

    static String page(Instance instance, Head head, Consumer<Markup> main) {
        Markup html = new Markup();
        html.raw("<!doctype html>").open("html", "lang", Words.language()).raw("<head><meta charset=\"utf-8\">");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", head.title());
        html.open("meta", "name", "description", "content", head.description());
        if (!head.indexed()) {
            html.open("meta", "name", "robots", "content", "noindex, noarchive");
        }
        html.open("meta", "property", "og:site_name", "content", host(instance));
        html.open("meta", "property", "og:title", "content", head.title());
        html.open("meta", "property", "og:description", "content", head.description());
        html.open("meta", "property", "og:type", "content", head.type());
        html.open("meta", "property", "og:url", "content", head.url());
        head.image().ifPresent(image -> html.open("meta", "property", "og:image", "content", image));
        html.open("link", "rel", "canonical", "href", head.url());
        head.document()
                .ifPresent(
                        id -> html.open("link", "rel", "alternate", "type", "application/activity+json", "href", id));
        html.raw("<style>").raw(STYLE).raw("</style></head><body>");
        html.element("a", Words.of("skip"), "class", "skip", "href", "#main");
        if (instance.development()) {
            html.element("p", Words.of("development"), "class", "banner", "role", "note");
        }
        for (String notice : instance.house().notices(List.of(Words.language()))) {
            html.element("p", notice, "class", "banner", "role", "note");
        }
        html.open("main", "id", "main");
        main.accept(html);
        html.close("main");
        html.open("footer").element("p", Words.of("footer", host(instance)));
        head.document().ifPresent(id -> technical(html, id));
        return html.raw("</footer></body></html>").toString();
    }

    private static void technical(Markup html, String id) {
        html.open("details").element("summary", Words.of("technical"));
        html.open("p")
                .element("a", id, "href", id, "type", "application/activity+json")
                .close("p")
                .close("details");
    }

    /** A page that says in words why there is nothing else. */
    public static HtmlPage words(Instance instance, int status, String url) {
        String kind = status == 410 ? "gone" : status == 403 ? "suspended" : "notfound";
        String title = Words.of(kind + ".title");
        Head head =
                new Head(title, Words.of(kind + ".text"), url, "website", Optional.empty(), Optional.empty(), false);
        return new HtmlPage(
                status,
                page(
                        instance,
                        head,
                        html -> html.open("div", "class", "words")
                                .element("h1", title)
                                .element("p", Words.of(kind + ".text"))
                                .close("div")),
                Optional.empty());
    }

    static String host(Instance instance) {
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
