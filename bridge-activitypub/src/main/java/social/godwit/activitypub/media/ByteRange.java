package social.godwit.activitypub.media;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110 section 14). Of several ranges none is served: the
 * whole file is.
 *
 * @param first the first byte
 * @param last the last byte, included
 */
public record ByteRange(long first, long last) {
    /** How many bytes. */
    public long length() {
        return last - first + 1;
    }

    /** What a header means for a file of {@code size} bytes. */
    public sealed interface Asked {
        /** No range, or one that is not understood: all of it, 200. */
        record Whole() implements Asked {}

        /** One range: 206. */
        record Part(ByteRange range) implements Asked {}

        /** A range that the file does not have: 416. */
        record Unsatisfiable() implements Asked {}
    }

    /** Reads {@code bytes=a-b}, {@code bytes=a-} or {@code bytes=-n}. */
    public static Asked parse(String header, long size) {
        String spec = header.startsWith("bytes=") ? header.substring(6).strip() : "";
        int dash = spec.indexOf('-');
        if (dash < 0
                || dash != spec.lastIndexOf('-')
                || spec.length() > 40
                || !spec.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
            return new Asked.Whole();
        }
        try {
            String from = spec.substring(0, dash);
            String to = spec.substring(dash + 1);
            if (from.isEmpty()) {
                long suffix = Math.min(Long.parseLong(to), size);
                return suffix == 0 ? new Asked.Unsatisfiable() : new Asked.Part(new ByteRange(size - suffix, size - 1));
            }
            long first = Long.parseLong(from);
            long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
            if (!to.isEmpty() && Long.parseLong(to) < first) {
                return new Asked.Whole();
            }
            return first >= size ? new Asked.Unsatisfiable() : new Asked.Part(new ByteRange(first, last));
        } catch (NumberFormatException tooLong) {
            return new Asked.Whole();
        }
    }
}
