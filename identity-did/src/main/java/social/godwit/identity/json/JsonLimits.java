package social.godwit.identity.json;

/**
 * Bounds of what {@link StrictJson} reads. The limits of signed documents are constants of the protocol: two honest
 * replicas never differ over a document's size.
 *
 * @param maxBytes length of the whole text
 * @param maxDepth nesting of objects and arrays; the outermost value has depth 1
 * @param maxValues objects, arrays and scalars together
 * @param maxMembers members of one object
 * @param exactTerms refuse keys that equal a core ActivityStreams term but for case, which lenient readers confuse
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxValues, int maxMembers, boolean exactTerms) {
    /** Signed documents and everything else that is ActivityPub: 1 MiB, depth 32. */
    public static final JsonLimits DOCUMENT = new JsonLimits(1 << 20, 32, 32_768, 1_024, true);

    /** Other JSON of strangers, such as WebFinger, NodeInfo and problem details: 256 KiB, depth 32. */
    public static final JsonLimits PLAIN = new JsonLimits(1 << 18, 32, 32_768, 4_096, false);

    /** Checks that the reader can keep these limits without overflowing its stack. */
    public JsonLimits {
        if (maxBytes < 1 || maxDepth < 1 || maxDepth > 512 || maxValues < 1 || maxMembers < 0) {
            throw new IllegalArgumentException("limits out of range");
        }
    }
}
