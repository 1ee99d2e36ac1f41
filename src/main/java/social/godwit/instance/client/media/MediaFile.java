package social.godwit.instance.client.media;

/**
 * A file that is ready to be hashed and published.
 *
 * @param width in pixels, 0 when not known
 * @param height in pixels, 0 when not known
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record MediaFile(byte[] bytes, MediaType type, int width, int height) {}
