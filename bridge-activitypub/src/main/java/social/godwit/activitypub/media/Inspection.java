package social.godwit.activitypub.media;

/** What looking at an uploaded file, without decoding it, has found. */
public sealed interface Inspection {
    /**
     * A file that may be kept.
     *
     * @param width in pixels, 0 where the format has none or the header does not say
     * @param height in pixels, 0 like {@code width}
     */
    record Fit(MediaFormat format, int width, int height) implements Inspection {}

    /** A file that is refused; {@code reason} is a sentence for its owner. */
    record Unfit(Reason reason, String detail) implements Inspection {}

    /** The causes for refusal, from which follows the HTTP status. */
    enum Reason {
        /** No format that is kept here. */
        FORMAT,
        /** The file is broken, cut off, or goes on after its end. */
        BROKEN,
        /** Too many pixels or frames. */
        DIMENSIONS,
        /** Holds what tells of the person or the place: the client has to strip it. */
        METADATA
    }
}
