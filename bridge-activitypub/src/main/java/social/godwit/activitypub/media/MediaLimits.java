package social.godwit.activitypub.media;

/**
 * Limits of uploaded files.
 *
 * @param imageBytesMax largest picture, in bytes
 * @param filmBytesMax largest film or sound, in bytes
 * @param pixelsMax most pixels of a picture, over all its frames at most {@code framesPixelsMax}
 * @param framesMax most frames of a moving picture
 * @param framesPixelsMax most pixels of all frames together
 * @param accountBytesMax all that one account keeps here, in bytes
 */
public record MediaLimits(
        int imageBytesMax,
        int filmBytesMax,
        long pixelsMax,
        int framesMax,
        long framesPixelsMax,
        long accountBytesMax) {
    /** 16 MiB pictures of at most 40 megapixels, 40 MiB films, 2 GiB for each account. */
    public static final MediaLimits DEFAULT =
            new MediaLimits(16 << 20, 40 << 20, 40_000_000, 2_000, 1_000_000_000L, 2L << 30);
}
