package social.godwit.instance.client.media;

import social.godwit.instance.client.ClientProblem;

/**
 * What happens to a file before it is hashed: pictures lose where, when and with what they were taken. JPEG and PNG are
 * decoded and written anew, WebP and GIF lose their metadata blocks, and what this program cannot clean it publishes only
 * when the owner says so.
 */
public final class MediaPreparation {
    /** Larger files are refused before anything is decoded. */
    public static final int LARGEST_FILE = 40 << 20;

    private MediaPreparation() {}

    /**
     * Prepares a file.
     *
     * @param name how the file is called in messages
     * @param asItIs publish sound and film with whatever metadata they carry
     */
    public static MediaFile prepare(byte[] bytes, String name, boolean asItIs) {
        if (bytes.length > LARGEST_FILE)
            throw new ClientProblem(
                    name + " has " + (bytes.length >> 20) + " MB; at most 40 MB can be attached.",
                    "Make it smaller and try again.");
        MediaType type = MediaType.of(bytes)
                .orElseThrow(() -> new ClientProblem(
                        name + " is not a file that can be attached.",
                        "Pictures: JPEG, PNG, GIF, WebP. Film: MP4, WebM. Sound: MP3, Ogg, FLAC."));
        return switch (type) {
            case JPEG, PNG -> Picture.reencode(bytes, type, name);
            case WEBP -> WebpChunks.withoutMetadata(bytes, name);
            case GIF -> GifBlocks.withoutComments(bytes, name);
            case MP4, WEBM, MP3, OGG, FLAC -> unchanged(bytes, type, name, asItIs);
        };
    }

    private static MediaFile unchanged(byte[] bytes, MediaType type, String name, boolean asItIs) {
        if (!asItIs)
            throw new ClientProblem(
                    name + " may say where and when it was recorded, and this program cannot remove that from "
                            + type.mime() + ".",
                    "Clean it with another program, then repeat with --media-as-is.");
        return new MediaFile(bytes, type, 0, 0);
    }
}
