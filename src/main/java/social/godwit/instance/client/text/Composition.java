package social.godwit.instance.client.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.DefaultUrlSanitizer;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;

/**
 * A text as a person typed it, read once: CommonMark with strike-through, {@code @name@host} mentions, {@code #tags} and
 * bare links. Raw HTML is shown as text, links keep only harmless schemes, pictures inside text become links (a published
 * picture is an attachment with a hash and a description).
 */
public final class Composition {
    private static final Pattern SPECIAL = Pattern.compile("(?<url>https?://[^\\s<>\"]+)"
            + "|(?<![\\p{L}\\p{N}_/@.])@(?<name>[A-Za-z0-9_]++(?:[.-]++[A-Za-z0-9_]++)*+)"
            + "(?:@(?<host>[A-Za-z0-9]++(?:[.-]++[A-Za-z0-9]++)*+(?::[0-9]{1,5})?))?"
            + "|(?<![\\p{L}\\p{N}_/&#])#(?<tag>[\\p{L}\\p{M}\\p{N}_]{1,100}+)");
    private static final Pattern ONLY_DIGITS = Pattern.compile("[\\p{N}_]+");
    private static final UrlSanitizer LINKS = new DefaultUrlSanitizer(List.of("http", "https", "mailto"));
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(StrikethroughExtension.create()))
            .build();

    private final String source;
    private final Node root;
    private final Set<String> handles = new LinkedHashSet<>();
    private final Set<String> hashtags = new LinkedHashSet<>();

    private Composition(String source, Node root) {
        this.source = source;
        this.root = root;
    }

    /** Reads Markdown. */
    public static Composition markdown(String source) {
        Node root = PARSER.parse(source);
        var composition = new Composition(source, root);
        composition.findSpecials();
        return composition;
    }

    /** What was typed, for {@code source} of the published document and for editing. */
    public String source() {
        return source;
    }

    /** The mentioned handles in order, as typed but without the first {@code @} and in lower case: {@code bob@host} or {@code bob}. */
    public List<String> handles() {
        return List.copyOf(handles);
    }

    /** The hashtags in order, as typed, without {@code #}; no two differ only by case. */
    public List<String> hashtags() {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String tag : hashtags) byName.putIfAbsent(tag.toLowerCase(Locale.ROOT), tag);
        return List.copyOf(byName.values());
    }

    /**
     * The HTML to publish.
     *
     * @param mentioned by handle (see {@link #handles()}), the page to link; a handle that is missing stays plain text
     * @param tagPages where a hashtag's page lies: this prefix and the tag in lower case
     */
    public String html(Map<String, String> mentioned, String tagPages) {
        return HtmlRenderer.builder()
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(LINKS)
                .softbreak("<br>")
                .extensions(List.of(StrikethroughExtension.create()))
                .nodeRendererFactory(context -> new SpecialNodes(context, Map.copyOf(mentioned), tagPages))
                .build()
                .render(root)
                .strip();
    }

    private void findSpecials() {
        List<Text> texts = new ArrayList<>();
        root.accept(new AbstractVisitor() {
            @Override
            public void visit(Text text) {
                texts.add(text);
            }

            @Override
            public void visit(Link link) {
                // What stands inside a link is its label: no links within links.
            }

            @Override
            public void visit(Image image) {
                // The same for pictures.
            }
        });
        for (Text text : texts) split(text);
    }

    private void split(Text text) {
        String literal = text.getLiteral();
        Matcher found = SPECIAL.matcher(literal);
        Node last = text;
        int from = 0;
        while (found.find()) {
            SpecialNode special = special(found);
            if (special == null) continue;
            if (found.start() > from) last = after(last, new Text(literal.substring(from, found.start())));
            last = after(last, special);
            from = found.start() + special.length();
            found.region(from, literal.length()).useTransparentBounds(true);
        }
        if (last == text) return;
        if (from < literal.length()) after(last, new Text(literal.substring(from)));
        text.unlink();
    }

    private @org.jspecify.annotations.Nullable SpecialNode special(Matcher found) {
        String url = found.group("url");
        if (url != null) return new SpecialNode.BareLink(withoutTrailingPunctuation(url));
        String tag = found.group("tag");
        if (tag != null) {
            if (ONLY_DIGITS.matcher(tag).matches()) return null;
            hashtags.add(tag);
            return new SpecialNode.Hashtag(tag);
        }
        String name = found.group("name");
        String host = found.group("host");
        String handle = (host == null ? name : name + "@" + host).toLowerCase(Locale.ROOT);
        handles.add(handle);
        return new SpecialNode.Mention(name, handle, found.end() - found.start());
    }

    private static Node after(Node last, Node next) {
        last.insertAfter(next);
        return next;
    }

    private static String withoutTrailingPunctuation(String url) {
        int end = url.length();
        while (end > "https://x".length()) {
            char c = url.charAt(end - 1);
            boolean closing = c == ')' && url.indexOf('(') < 0;
            if (".,;:!?'*_~".indexOf(c) < 0 && !closing) break;
            end--;
        }
        return url.substring(0, end);
    }
}
