package social.godwit.instance.client.archive;

/** What can be taken along. */
public enum Format {
    /** The lists that Mastodon imports, in a folder. */
    CSV,
    /** A zip laid out as Mastodon's own archives. */
    MASTODON,
    /** A tar of FEP-6fcd. */
    FEP_6FCD,
    /** A zip of all signed documents as they are, and the media. */
    SIGNED
}
