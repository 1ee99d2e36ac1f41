package social.godwit.activitypub.media;

/** The formats that this instance keeps, each with the one content type under which it is ever served. */
public enum MediaFormat {
    PNG("image/png", Kind.IMAGE),
    JPEG("image/jpeg", Kind.IMAGE),
    GIF("image/gif", Kind.IMAGE),
    WEBP("image/webp", Kind.IMAGE),
    AVIF("image/avif", Kind.IMAGE),
    MP4("video/mp4", Kind.VIDEO),
    WEBM("video/webm", Kind.VIDEO),
    OGG("audio/ogg", Kind.AUDIO),
    MP3("audio/mpeg", Kind.AUDIO),
    M4A("audio/mp4", Kind.AUDIO),
    FLAC("audio/flac", Kind.AUDIO),
    WAV("audio/wav", Kind.AUDIO);

    private final String contentType;
    private final Kind kind;

    MediaFormat(String contentType, Kind kind) {
        this.contentType = contentType;
        this.kind = kind;
    }

    /** The {@code Content-Type} of files in this format. */
    public String contentType() {
        return contentType;
    }

    /** Picture, film or sound. */
    public Kind kind() {
        return kind;
    }

    /** What a format shows; limits differ by it. */
    public enum Kind {
        IMAGE,
        VIDEO,
        AUDIO
    }
}
