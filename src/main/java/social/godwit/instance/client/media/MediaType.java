package social.godwit.instance.client.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of file that can be attached, told by their first bytes and never by their name. */
public enum MediaType {
    JPEG("image/jpeg", "Image"),
    PNG("image/png", "Image"),
    GIF("image/gif", "Image"),
    WEBP("image/webp", "Image"),
    MP4("video/mp4", "Video"),
    WEBM("video/webm", "Video"),
    MP3("audio/mpeg", "Audio"),
    OGG("audio/ogg", "Audio"),
    FLAC("audio/flac", "Audio");

    private final String mime;
    private final String documentType;

    MediaType(String mime, String documentType) {
        this.mime = mime;
        this.documentType = documentType;
    }

    /** The media type as sent over the wire. */
    public String mime() {
        return mime;
    }

    /** The ActivityStreams type of an attachment of this kind. */
    public String documentType() {
        return documentType;
    }

    /** The kind of a file, by its first bytes; empty when it is none of these. */
    public static Optional<MediaType> of(byte[] bytes) {
        if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) return Optional.of(JPEG);
        if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) return Optional.of(PNG);
        if (starts(bytes, 0, "GIF87a") || starts(bytes, 0, "GIF89a")) return Optional.of(GIF);
        if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) return Optional.of(WEBP);
        if (starts(bytes, 4, "ftyp")) return Optional.of(MP4);
        if (starts(bytes, 0, "\u001aE\u00df\u00a3")) return Optional.of(WEBM);
        if (starts(bytes, 0, "ID3") || starts(bytes, 0, "\u00ff\u00fb") || starts(bytes, 0, "\u00ff\u00f3"))
            return Optional.of(MP3);
        if (starts(bytes, 0, "OggS")) return Optional.of(OGG);
        if (starts(bytes, 0, "fLaC")) return Optional.of(FLAC);
        return Optional.empty();
    }

    private static boolean starts(byte[] bytes, int offset, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < offset + wanted.length) return false;
        for (int i = 0; i < wanted.length; i++) if (bytes[offset + i] != wanted[i]) return false;
        return true;
    }
}
