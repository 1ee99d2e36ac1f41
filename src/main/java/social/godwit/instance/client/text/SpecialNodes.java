package social.godwit.instance.client.text;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlWriter;

/** Writes mentions, hashtags and bare links with the markup and classes that other servers look for. */
final class SpecialNodes implements NodeRenderer {
    private final HtmlNodeRendererContext context;
    private final HtmlWriter html;
    private final Map<String, String> mentioned;
    private final String tagPages;

    SpecialNodes(HtmlNodeRendererContext context, Map<String, String> mentioned, String tagPages) {
        this.context = context;
        this.html = context.getWriter();
        this.mentioned = mentioned;
        this.tagPages = tagPages;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
        return Set.of(SpecialNode.Mention.class, SpecialNode.Hashtag.class, SpecialNode.BareLink.class, Image.class);
    }

    @Override
    public void render(Node node) {
        switch (node) {
            case SpecialNode.Mention mention -> mention(mention);
            case SpecialNode.Hashtag hashtag -> hashtag(hashtag);
            case SpecialNode.BareLink link -> link(link.url, link.url.replaceFirst("^https?://", ""));
            case Image image -> picture(image);
            default -> throw new IllegalStateException("not asked for " + node);
        }
    }

    private void mention(SpecialNode.Mention mention) {
        String page = mentioned.get(mention.handle);
        if (page == null) {
            html.text("@" + mention.handle);
            return;
        }
        html.tag("span", Map.of("class", "h-card"));
        html.tag("a", attributes("href", page, "class", "u-url mention"));
        html.text("@");
        html.tag("span");
        html.text(mention.name);
        html.tag("/span");
        html.tag("/a");
        html.tag("/span");
    }

    private void hashtag(SpecialNode.Hashtag hashtag) {
        html.tag(
                "a",
                attributes(
                        "href",
                        tagPages + hashtag.tag.toLowerCase(Locale.ROOT),
                        "class",
                        "mention hashtag",
                        "rel",
                        "tag"));
        html.text("#");
        html.tag("span");
        html.text(hashtag.tag);
        html.tag("/span");
        html.tag("/a");
    }

    private void link(String url, String label) {
        html.tag("a", attributes("href", context.encodeUrl(url), "rel", "nofollow noopener"));
        html.text(label);
        html.tag("/a");
    }

    private void picture(Image image) {
        boolean safe = image.getDestination().startsWith("https://")
                || image.getDestination().startsWith("http://");
        if (safe)
            html.tag("a", attributes("href", context.encodeUrl(image.getDestination()), "rel", "nofollow noopener"));
        if (image.getFirstChild() == null) html.text(image.getDestination());
        for (Node child = image.getFirstChild(); child != null; child = child.getNext()) context.render(child);
        if (safe) html.tag("/a");
    }

    private static Map<String, String> attributes(String... namesAndValues) {
        var attributes = new java.util.LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        return attributes;
    }
}
