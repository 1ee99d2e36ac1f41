package social.godwit.instance.client.archive;

/** What can be brought along by itself. */
public enum Part {
    POSTS,
    PROFILE,
    BOOKMARKS,
    FOLLOWS,
    LISTS,
    BLOCKS,
    MUTES,
    DOMAINS
}
