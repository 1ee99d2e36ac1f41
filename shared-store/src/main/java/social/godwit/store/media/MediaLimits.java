package social.godwit.store.media;

/** What every {@link MediaStore} refuses. */
final class MediaLimits {
    private MediaLimits() {}

    static void check(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MediaStore.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a blob has 1 to " + MediaStore.MAX_BYTES + " bytes, not " + bytes.length);
        }
    }
}
