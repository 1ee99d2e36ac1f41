package social.godwit.instance.client.text;

import org.commonmark.node.CustomNode;

/** What the fediverse adds to Markdown inside a line; {@link #length()} is how many characters of the text it covers. */
abstract sealed class SpecialNode extends CustomNode {
    private final int length;

    private SpecialNode(int length) {
        this.length = length;
    }

    final int length() {
        return length;
    }

    /** {@code @name} or {@code @name@host}. */
    static final class Mention extends SpecialNode {
        final String name;
        final String handle;

        Mention(String name, String handle, int length) {
            super(length);
            this.name = name;
            this.handle = handle;
        }
    }

    /** {@code #tag}. */
    static final class Hashtag extends SpecialNode {
        final String tag;

        Hashtag(String tag) {
            super(tag.length() + 1);
            this.tag = tag;
        }
    }

    /** A link typed as such. */
    static final class BareLink extends SpecialNode {
        final String url;

        BareLink(String url) {
            super(url.length());
            this.url = url;
        }
    }
}
