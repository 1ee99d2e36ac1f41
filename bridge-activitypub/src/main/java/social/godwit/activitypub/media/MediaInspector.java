package social.godwit.activitypub.media;

import social.godwit.activitypub.media.Inspection.Reason;

/**
 * Decides by a file's own bytes, never by what the uploader calls it, whether it is kept: one of a few formats, whole,
 * with nothing after its end, of bearable size, without traces of the person or the place. Nothing is decoded, so
 * nothing can burst; nothing is altered, because the file is named by its hash.
 */
public final class MediaInspector {
    private final MediaLimits limits;

    public MediaInspector(MediaLimits limits) {
        this.limits = limits;
    }

    /** Looks at a whole file. Time grows with its length and no faster. */
    public Inspection inspect(byte[] file) {
        Bytes bytes = new Bytes(file);
        ImageInspector image = new ImageInspector(bytes, limits);
        ContainerInspector container = new ContainerInspector(bytes, limits);
        if (bytes.startsWith(0, "\u0089PNG\r\n\u001a\n")) {
            return image.png();
        } else if (bytes.u16(0) == 0xffd8 && bytes.u8(2) == 0xff) {
            return image.jpeg();
        } else if (bytes.startsWith(0, "GIF87a") || bytes.startsWith(0, "GIF89a")) {
            return image.gif();
        } else if (bytes.startsWith(0, "RIFF") && bytes.startsWith(8, "WEBP")) {
            return image.webp();
        } else if (bytes.startsWith(4, "ftyp")) {
            return container.boxes();
        } else if (bytes.u32(0) == 0x1a45dfa3L) {
            return container.webm();
        } else if (bytes.startsWith(0, "OggS")) {
            return container.ogg();
        } else if (bytes.startsWith(0, "fLaC")) {
            return container.flac();
        } else if (bytes.startsWith(0, "RIFF") && bytes.startsWith(8, "WAVE")) {
            return container.wav();
        } else if (bytes.startsWith(0, "ID3") || (bytes.u16(0) & 0xffe0) == 0xffe0) {
            return container.mp3();
        }
        return new Inspection.Unfit(
                Reason.FORMAT,
                "this is no format that is kept here (PNG, JPEG, GIF, WebP, AVIF, MP4, WebM, Ogg, MP3,"
                        + " M4A, FLAC, WAV)");
    }

    /** The largest file of {@code kind} that is taken, in bytes. */
    public int bytesMax(MediaFormat.Kind kind) {
        return kind == MediaFormat.Kind.IMAGE ? limits.imageBytesMax() : limits.filmBytesMax();
    }
}
